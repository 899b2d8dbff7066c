"""Secret carriers and what is done with them."""
