"""What the item bank refuses: each refusal in the file of the module that raises it."""
