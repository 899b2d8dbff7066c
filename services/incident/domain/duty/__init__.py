"""Who is on duty, and what the sites have prepared."""
