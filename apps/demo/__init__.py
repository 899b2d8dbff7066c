"""`make demo`: one whole certification batch on the running system, driven as the staff gateway would drive it."""
