"""Faults: the real system on a whole batch, broken on purpose, and every promise checked afterwards."""
