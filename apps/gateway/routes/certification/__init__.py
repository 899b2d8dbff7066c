"""Results in public, certificates, and what the platform must have."""
