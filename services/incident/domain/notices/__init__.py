"""What is said to people, and how it reaches them."""
