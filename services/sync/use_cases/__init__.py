"""One function for each thing that is done."""
