"""The system broken on purpose, as a part of the tests."""
