"""The rules of marking, without any I/O."""
