"""What scoring does: code, mark, check, approve, publish, re-check."""
