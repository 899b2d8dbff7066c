"""Accounts, disclosures, messages that could not be handled."""
