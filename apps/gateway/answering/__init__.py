"""One request of one person: who is let in, what is kept, how lists and refusals come back."""
