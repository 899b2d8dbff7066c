"""Shared libraries: the published language and the chassis."""
