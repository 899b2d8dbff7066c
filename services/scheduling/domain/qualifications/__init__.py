"""Qualifications: what each kind asks for, and the file of one from the application to its removal."""
