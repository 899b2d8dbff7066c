"""Rooms and staff, as exam affairs and the general office enter them."""
