"""The file of an incident: what is reported, entered, shown and kept."""
