"""What certification refuses: each refusal in the file of the module that raises it."""
