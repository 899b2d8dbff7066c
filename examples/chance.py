"""Chance that repeats: every topic of every seed has a stream of its own, so no part disturbs another."""

from random import Random


def chance(seed: int, *topic: object) -> Random:
    """A stream that depends on the seed and the topic alone; adding a topic changes no other one."""
    return Random(":".join(str(part) for part in (seed, *topic)))
