"""Where registration keeps its documents, and how it reads uploaded files."""
