"""One file for each format that items come in or go out by."""
