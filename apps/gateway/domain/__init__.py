"""Who works here, what they may do and until when, and where they have signed in: plain Python."""
