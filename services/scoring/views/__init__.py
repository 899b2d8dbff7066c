"""What scoring shows. No score is in any view before its publication (SEC-08)."""
