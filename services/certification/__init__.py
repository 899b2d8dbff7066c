"""The certification service: public notice, certificate numbers, certificates and their verification."""
