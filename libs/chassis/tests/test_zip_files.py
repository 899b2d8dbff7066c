"""Of a ZIP no more is unpacked than is asked for, whatever it says of itself."""

import io
import tracemalloc
import zipfile

import pytest

from libs.chassis.zip_files import DAMAGE, unpacked

MIB = 1024 * 1024


def a_pack(packing, mebibytes):
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", packing) as pack, pack.open("one", "w") as file:
        for _ in range(mebibytes):
            file.write(bytes(MIB))
    return body


def whose_directory_lies(body, said):
    true = (64 * MIB).to_bytes(4, "little")
    assert true in body.getvalue()
    return io.BytesIO(body.getvalue().replace(true, said.to_bytes(4, "little")))


def taken(body, most):
    with zipfile.ZipFile(body) as pack:
        return unpacked(pack, pack.getinfo("one"), most=most)


@pytest.mark.parametrize("packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_what_is_asked_for_is_unpacked(packing):
    body = a_pack(packing, 1)

    assert [len(taken(body, most)) for most in (0, 1, MIB - 1, MIB, MIB + 1)] == [0, 1, MIB - 1, MIB, MIB]


BOMBS = {
    "bzip2": a_pack(zipfile.ZIP_BZIP2, 64),
    "lzma": a_pack(zipfile.ZIP_LZMA, 64),
    "a directory that lies": whose_directory_lies(a_pack(zipfile.ZIP_DEFLATED, 64), 1000),
}


@pytest.mark.parametrize("kind", BOMBS)
def test_what_swells_beyond_its_word_is_damaged_and_takes_no_memory(kind):
    """350 bytes of bzip2 took 600 MiB."""
    tracemalloc.start()
    try:
        with pytest.raises(DAMAGE):
            taken(BOMBS[kind], 1000)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak < 2 * MIB
