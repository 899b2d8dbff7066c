"""Blank certificates: drawn, printed, handed out, voided, destroyed, and counted."""
