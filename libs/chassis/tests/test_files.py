"""Files in both stores: sealed, whole, written with whatever names them."""

import asyncio
import hashlib
import sys
import uuid
from dataclasses import replace
from pathlib import Path

import pytest

from libs.chassis.domain import Files
from libs.chassis.sealing import FieldCipher
from libs.chassis.store.files import LONGEST_PIECE, FileDamagedError, FileMissingError, Piece, StoredFiles
from libs.chassis.store.mongo import MongoStore
from libs.chassis.store.port import Collection, VersionClashError
from libs.chassis.store.unit_of_work import UnitOfWork
from libs.chassis.tests.stores import NOON, PARCELS, a_parcel, a_store, mongo_uri
from libs.contracts.sealing import Purpose

ROOT = Path(__file__).parents[3]
PIECES = Collection("photos", Piece)
CIPHER = FieldCipher({"k1": bytes(32)})
LONG = bytes(range(256)) * (LONGEST_PIECE // 256) * 2 + b"and a rest"
READER = """
import asyncio, sys
from libs.chassis.store.mongo import MongoStore
from libs.chassis.tests.test_files import PARCELS, PIECES, seen_by

async def main():
    store = MongoStore(*sys.argv[1:3])
    await store.open([PARCELS, PIECES])
    sys.stdout.buffer.write(await seen_by(store).read(sys.argv[3]))
    await store.close()

asyncio.run(main())
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with mongo_uri(tmp_path_factory.mktemp("mongo")) as uri:
        yield uri


@pytest.fixture(params=["sqlite", pytest.param("mongo", marks=pytest.mark.mongo)])
async def store(request, tmp_path):
    uri = request.getfixturevalue("server") if request.param == "mongo" else None
    store = a_store(request.param, tmp_path, uri)
    await store.open([PARCELS, PIECES])
    yield store
    await store.close()


def files_in(work, purpose=Purpose.INCIDENT_PHOTO) -> Files:
    return StoredFiles(work.of(PIECES), CIPHER, purpose)


def seen_by(store) -> Files:
    return files_in(UnitOfWork(store, "post"))


async def put(store, *contents):
    work = UnitOfWork(store, "post")
    digests = [await files_in(work).put(content) for content in contents]
    await store.commit(work.batch(now=NOON))
    return digests


async def pieces_of(store, sha256):
    work = UnitOfWork(store, "post")
    first = await work.of(PIECES).get(f"{sha256}/0")
    return [await work.of(PIECES).get(f"{sha256}/{number}") for number in range(first.of)]


@pytest.mark.parametrize("size", [0, 1, LONGEST_PIECE - 1, LONGEST_PIECE, LONGEST_PIECE + 1, 2 * LONGEST_PIECE])
async def test_a_file_of_any_size_is_read_back_as_it_was_put(store, size):
    content = LONG[:size]

    [sha256] = await put(store, content)

    assert sha256 == hashlib.sha256(content).hexdigest()
    assert await seen_by(store).read(sha256) == content


async def test_the_same_bytes_are_stored_once(store):
    [first, same] = await put(store, b"one", b"one")
    [again] = await put(store, b"one")

    assert first == same == again
    assert [document.version for document in [await store.get("photos", f"{first}/0")]] == [1]


async def test_a_file_lands_with_what_names_it_or_not_at_all(store):
    await put(store, b"something before")
    work = UnitOfWork(store, "post")
    sha256 = await files_in(work).put(LONG)
    work.of(PARCELS).save(a_parcel("p-1", label=sha256))
    other = UnitOfWork(store, "post")
    other.of(PARCELS).save(a_parcel("p-1"))
    await store.commit(other.batch(now=NOON))

    with pytest.raises(VersionClashError):
        await store.commit(work.batch(now=NOON))

    with pytest.raises(FileMissingError):
        await seen_by(store).read(sha256)
    assert await store.count("photos", {}) == 1


async def test_the_store_holds_no_readable_byte_and_no_piece_too_long(store):
    [sha256] = await put(store, LONG)

    pieces = await pieces_of(store, sha256)

    assert [piece.of for piece in pieces] == [3, 3, 3]
    assert all(LONG[:32] not in piece.sealed and len(piece.sealed) <= LONGEST_PIECE + 28 for piece in pieces)


@pytest.mark.parametrize("how", ["bit", "swap", "cut", "lost"])
async def test_what_was_changed_in_the_store_is_never_handed_out(store, how):
    [sha256] = await put(store, LONG)
    first, second, _ = await pieces_of(store, sha256)
    changed = {
        "bit": replace(first, sealed=first.sealed[:-1] + bytes([first.sealed[-1] ^ 1])),
        "swap": replace(first, sealed=second.sealed),
        "cut": replace(first, of=2),
        "lost": replace(first, of=4),
    }[how]
    work = UnitOfWork(store, "post")
    await work.of(PIECES).get(first.id)
    work.save(PIECES, changed)
    await store.commit(work.batch(now=NOON))

    with pytest.raises(FileDamagedError):
        await seen_by(store).read(sha256)


async def test_a_file_of_one_purpose_opens_for_no_other(store):
    [sha256] = await put(store, b"one")

    with pytest.raises(FileDamagedError):
        await files_in(UnitOfWork(store, "post"), Purpose.CERTIFICATE_FILE).read(sha256)


async def test_a_process_that_starts_again_still_has_its_files(tmp_path):
    store = a_store("sqlite", tmp_path, None)
    await store.open([PIECES])
    [sha256] = await put(store, LONG)
    await store.close()

    store = a_store("sqlite", tmp_path, None)
    await store.open([PIECES])

    assert await seen_by(store).read(sha256) == LONG
    await store.close()


@pytest.mark.mongo
async def test_a_second_process_on_one_mongodb_has_the_firsts_files(server):
    name = f"suite_{uuid.uuid4().hex[:12]}"
    store = MongoStore(server, name)
    await store.open([PARCELS, PIECES])
    [sha256] = await put(store, LONG)

    pipe = asyncio.subprocess.PIPE
    arguments = [server, name, sha256]
    second = await asyncio.create_subprocess_exec(sys.executable, "-c", READER, *arguments, cwd=ROOT, stdout=pipe)
    read, _ = await second.communicate()

    assert read == LONG
    await store.close()
