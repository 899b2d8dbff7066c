"""The Merkle tree over the chain (RFC 6962), kept in tiles of 256 digests: adding and proving read few documents."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from libs.chassis.domain import Aggregate
from libs.contracts.merkle import EMPTY_ROOT, node_hash

HEIGHT: Final = 8
WIDTH: Final = 1 << HEIGHT
DIGEST: Final = 64  # hexadecimal
# A subtree that is whole: of 2^level leaves, the index-th of its level.
Node = tuple[int, int]
# From this leaf, up to and without that one.
Range = tuple[int, int]


@dataclass(kw_only=True)
class TreeTile(Aggregate):
    """Digests of one level, side by side; a full tile is one digest of the level eight above."""

    id: str
    digests: str = ""

    @property
    def count(self) -> int:
        """How many digests it has."""
        return len(self.digests) // DIGEST

    def add(self, digest: str) -> None:
        """Put one behind the others."""
        self.digests += digest

    def digest(self, level: int, index: int) -> str:
        """The subtree of so many levels within this tile."""
        first, width = index << level, 1 << level
        found = [self.digests[at * DIGEST : (at + 1) * DIGEST] for at in range(first, first + width)]
        while len(found) > 1:
            found = [node_hash(found[at], found[at + 1]) for at in range(0, len(found), 2)]
        return found[0]


def tile_id(level: int, index: int) -> str:
    """Where the digest of a node is found, or the digests that it follows from."""
    return f"{level // HEIGHT}/{index >> (HEIGHT - level % HEIGHT)}"


def tiles_of(ranges: Iterable[Range]) -> set[str]:
    """The tiles that the roots of some ranges follow from."""
    return {tile_id(*node) for part in ranges for node in _whole(*part)}


def root_of(part: Range, tiles: Mapping[str, TreeTile]) -> str:
    """The root of the leaves of a range."""
    digests = [_digest(node, tiles) for node in _whole(*part)]
    if not digests:
        return EMPTY_ROOT
    root = digests.pop()
    while digests:
        root = node_hash(digests.pop(), root)
    return root


def inclusion(index: int, size: int) -> list[Range]:
    """What is beside the way from a leaf to the root: PATH(m, D[n]) of RFC 6962."""
    begin, end, path = 0, size, list[Range]()
    while end - begin > 1:
        middle = begin + _split(end - begin)
        if index < middle:
            path.append((middle, end))
            end = middle
        else:
            path.append((begin, middle))
            begin = middle
    return path[::-1]


def consistency(first: int, second: int) -> list[Range]:
    """What shows that the second tree begins with the first: PROOF(m, D[n]) of RFC 6962."""
    if first in {0, second}:
        return []
    begin, end, path = 0, second, list[Range]()
    while first != end:
        middle = begin + _split(end - begin)
        if first <= middle:
            path.append((middle, end))
            end = middle
        else:
            path.append((begin, middle))
            begin = middle
    if begin:
        path.append((begin, end))
    return path[::-1]


def _split(size: int) -> int:
    """The largest power of two that is smaller."""
    return 1 << ((size - 1).bit_length() - 1)


def _whole(begin: int, end: int) -> list[Node]:
    """The whole subtrees that a range consists of, from left to right."""
    found: list[Node] = []
    while begin < end:
        level = (end - begin).bit_length() - 1
        found.append((level, begin >> level))
        begin += 1 << level
    return found


def _digest(node: Node, tiles: Mapping[str, TreeTile]) -> str:
    level, index = node
    within = level % HEIGHT
    return tiles[tile_id(level, index)].digest(within, index % (1 << (HEIGHT - within)))
