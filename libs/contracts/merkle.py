"""The archive's published tree: a Merkle tree over the events of the chain, as RFC 6962 (section 2.1) has it.

A root that somebody keeps proves later, with some twenty digests, that an event was there on that day, and that
everything that was there then still is. Roots, digests and paths are hexadecimal.
"""

import hashlib
from collections.abc import Sequence
from typing import Any

from libs.contracts.archive import canonical

EMPTY_ROOT = hashlib.sha256(b"").hexdigest()


class NotProvedError(ValueError):
    """What is said does not follow from the root."""


def leaf_hash(data: bytes) -> str:
    """The digest of one leaf: told from that of a node by its first byte."""
    return hashlib.sha256(b"\x00" + data).hexdigest()


def node_hash(left: str, right: str) -> str:
    """The digest of two subtrees."""
    return hashlib.sha256(b"\x01" + bytes.fromhex(left) + bytes.fromhex(right)).hexdigest()


def root_by_inclusion(leaf: str, index: int, size: int, path: Sequence[str]) -> str:
    """The root that follows from a leaf and its path (RFC 9162, 2.1.3.2). Raises `NotProvedError`."""
    if not 0 <= index < size:
        raise NotProvedError
    place, last, root = index, size - 1, leaf
    for one in path:
        if last == 0:
            raise NotProvedError
        if place % 2 or place == last:
            root = node_hash(one, root)
            while place % 2 == 0 and place:
                place, last = place >> 1, last >> 1
        else:
            root = node_hash(root, one)
        place, last = place >> 1, last >> 1
    if last:
        raise NotProvedError
    return root


def must_be_consistent(first: int, second: int, roots: tuple[str, str], path: Sequence[str]) -> None:
    """The tree of `second` leaves begins with that of `first` (RFC 9162, 2.1.4.2). Raises `NotProvedError`."""
    if first in {0, second}:
        if path or (first and roots[0] != roots[1]):
            raise NotProvedError
        return
    if first > second or not path:
        raise NotProvedError
    old, new = _grown(first, second, list(path) if first & (first - 1) else [roots[0], *path])
    if (old, new) != roots:
        raise NotProvedError


def _grown(first: int, second: int, steps: Sequence[str]) -> tuple[str, str]:
    """Both roots as they follow from a path; the first step is a subtree that both have."""
    place, last = first - 1, second - 1
    while place % 2:
        place, last = place >> 1, last >> 1
    old = new = steps[0]
    for one in steps[1:]:
        if last == 0:
            raise NotProvedError
        if place % 2 or place == last:
            old, new = node_hash(one, old), node_hash(one, new)
            while place % 2 == 0 and place:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, one)
        place, last = place >> 1, last >> 1
    if last:
        raise NotProvedError
    return old, new


def signed_text(day: str, size: int, root: str, chain_head: str) -> bytes:
    """What is signed each day: which one has ended, how many events there are, their root, the end of the chain."""
    return f"skillseal archive\n{day}\n{size}\n{root}\n{chain_head}\n".encode()


def must_be_in(proof: dict[str, Any]) -> None:
    """The event of a proof is in the tree of its head. Raises `NotProvedError`."""
    head = proof["head"]
    leaf = leaf_hash(canonical(proof["event"]).encode())
    if root_by_inclusion(leaf, proof["index"], head["size"], proof["path"]) != head["root"]:
        raise NotProvedError
