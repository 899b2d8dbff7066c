"""What takes longer than a page: jobs, and the files that come of them."""
