"""The tree of RFC 6962: its published vectors, and every proof of small trees against the definition."""

import hashlib

import pytest

from libs.contracts.merkle import (
    EMPTY_ROOT,
    NotProvedError,
    leaf_hash,
    must_be_consistent,
    node_hash,
    root_by_inclusion,
)
from services.archive.domain.evidence.tree import (
    WIDTH,
    TreeTile,
    consistency,
    inclusion,
    root_of,
    tile_id,
    tiles_of,
)

# The leaves and roots that Certificate Transparency publishes with RFC 6962 (merkletree tests of its reference code).
LEAVES = [
    bytes.fromhex(one)
    for one in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
# A leaf, counted from 1, the size of its tree, and the path.
INCLUSIONS = [
    (
        1,
        8,
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        6,
        8,
        [
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (3, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
]
# Two sizes, and the path between them.
CONSISTENCIES = [
    (
        1,
        8,
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        6,
        8,
        [
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (
        2,
        5,
        [
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
]


def grown(leaves):
    """The tiles of a tree of these leaves."""
    tiles: dict[str, TreeTile] = {}
    for number, leaf in enumerate(leaves):
        level, index, digest = 0, number, leaf
        while True:
            tile = tiles.setdefault(tile_id(level, index), TreeTile(id=tile_id(level, index)))
            tile.add(digest)
            if tile.count < WIDTH:
                break
            digest, level, index = tile.digest(8, 0), level + 8, index >> 8
    return tiles


def defined(leaves):
    """MTH of RFC 6962, word by word."""
    if not leaves:
        return EMPTY_ROOT
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(defined(leaves[:split]), defined(leaves[split:]))


def test_the_roots_are_those_that_are_published():
    leaves = [leaf_hash(leaf) for leaf in LEAVES]
    tiles = grown(leaves)

    assert [root_of((0, size), tiles) for size in range(1, 9)] == ROOTS
    assert root_of((0, 0), tiles) == hashlib.sha256(b"").hexdigest()


@pytest.mark.parametrize(("leaf", "size", "path"), INCLUSIONS)
def test_an_inclusion_proof_is_the_one_that_is_published(leaf, size, path):
    leaves = [leaf_hash(one) for one in LEAVES]
    tiles = grown(leaves)

    assert [root_of(part, tiles) for part in inclusion(leaf - 1, size)] == path
    assert root_by_inclusion(leaves[leaf - 1], leaf - 1, size, path) == ROOTS[size - 1]


@pytest.mark.parametrize(("first", "second", "path"), CONSISTENCIES)
def test_a_consistency_proof_is_the_one_that_is_published(first, second, path):
    tiles = grown([leaf_hash(one) for one in LEAVES])

    assert [root_of(part, tiles) for part in consistency(first, second)] == path
    must_be_consistent(first, second, (ROOTS[first - 1], ROOTS[second - 1]), path)


def test_every_proof_of_small_trees_holds_and_no_other():
    leaves = [leaf_hash(bytes([number])) for number in range(20)]
    tiles = grown(leaves)
    roots = [defined(leaves[:size]) for size in range(21)]
    for size in range(1, 21):
        assert root_of((0, size), tiles) == roots[size]
        for index in range(size):
            path = [root_of(part, tiles) for part in inclusion(index, size)]
            assert root_by_inclusion(leaves[index], index, size, path) == roots[size]
            assert proves(leaves[index - 1], index, size, path) != roots[size]
            assert proves(leaves[index], index, size, path[:-1]) != roots[size] or size == 1
            assert proves(leaves[index], index, size, [*path, roots[1]]) != roots[size]
        for first in range(size + 1):
            path = [root_of(part, tiles) for part in consistency(first, size)]
            must_be_consistent(first, size, (roots[first], roots[size]), path)
            if 0 < first < size:
                with pytest.raises(NotProvedError):
                    must_be_consistent(first, size, (roots[first - 1], roots[size]), path)
                with pytest.raises(NotProvedError):
                    must_be_consistent(first, size, (roots[first], roots[size]), path[:-1])


def proves(leaf, index, size, path):
    try:
        return root_by_inclusion(leaf, index, size, path)
    except NotProvedError:
        return None


@pytest.mark.parametrize("size", [255, 256, 257, 511, 512, 65_535, 65_536, 65_537])
def test_proofs_hold_where_tiles_end(size):
    leaves = [leaf_hash(number.to_bytes(4)) for number in range(size)]
    tiles = grown(leaves)
    root = defined(leaves)

    assert root_of((0, size), tiles) == root
    for index in {0, 1, 254, size // 2, size - 2, size - 1}:
        needed = {name: tiles[name] for name in tiles_of(inclusion(index, size))}
        path = [root_of(part, needed) for part in inclusion(index, size)]
        assert root_by_inclusion(leaves[index], index, size, path) == root
    for first in {1, 128, 255, size - 1}:
        needed = {name: tiles[name] for name in tiles_of(consistency(first, size))}
        path = [root_of(part, needed) for part in consistency(first, size)]
        must_be_consistent(first, size, (defined(leaves[:first]), root), path)
