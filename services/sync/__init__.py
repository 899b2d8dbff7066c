"""The platform sync: what the provincial platform must have is there once, and every record is accounted for."""
