"""A batch leaves the archive as one package that proves itself, or says why it does not."""

import base64
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import bagit
import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from typer.testing import CliRunner

from apps.cli import bag
from apps.cli.commands import app
from libs.contracts.archive import canonical
from libs.contracts.bag import MANIFEST, digest_of, manifest
from libs.contracts.merkle import NotProvedError, leaf_hash, node_hash, signed_text

run = CliRunner().invoke
SIGNING = Ed25519PrivateKey.generate()
KEY = base64.b64encode(SIGNING.public_key().public_bytes_raw()).decode()
BATCH = "2026-autumn"
ROOT = Path(__file__).parents[3]


SEALED = b"a scan under the key of its batch"
SEALED_SHA256 = digest_of(SEALED)
SCAN = {"item_id": "2026-autumn-1-0001", "sha256": "a" * 64, "sealed_sha256": SEALED_SHA256}


def an_event(number):
    return {"id": f"scoring:results/{number}:1", "data": {"batch_id": BATCH, "姓名": "sealed:b1:AA"}}


def a_scan_filed():
    data = {"batch_id": BATCH, "deed": "scan-filed", "items": [SCAN["item_id"]], "digest": SCAN["sha256"]}
    return {"id": "archive:items/1:2", "source": "archive", "data": data}


def an_archive(*, days=1, scan=SCAN):
    """An archive with two events of the batch, the outer ones of three, that gives one item a page."""
    mine, other = [an_event(1), a_scan_filed()], leaf_hash(b"2")
    first, last = (leaf_hash(canonical(event).encode()) for event in mine)
    head: dict[str, Any] = {"day": "2026-10-12", "size": 3, "chain_head": "0" * 64, "key": KEY}
    head["root"] = node_hash(node_hash(first, other), last)
    signed = signed_text(head["day"], head["size"], head["root"], head["chain_head"])
    head["signature"] = base64.b64encode(SIGNING.sign(signed)).decode()
    proofs = [
        {"event": mine[0], "index": 0, "path": [other, last], "head": head},
        {"event": mine[1], "index": 2, "path": [node_hash(first, other)], "head": head},
    ]
    pages = {
        "/tree-heads": [head | {"day": "2026-10-11"}, head][-days:] if days else [],
        f"/batches/{BATCH}/proofs": proofs,
        f"/batches/{BATCH}/contents": [{"title": "考场记录"}, {"title": "成绩册"}],
        f"/batches/{BATCH}/scans": [scan],
    }

    def answer(request):
        if request.url.path == f"/batches/{BATCH}/file":
            return httpx.Response(200, json={"batch_id": BATCH, "closed_at": None})
        if request.url.path == f"/items/{SCAN['item_id']}/sealed-scan":
            return httpx.Response(200, content=SEALED)
        if request.url.path not in pages:
            return httpx.Response(404, json={"title": "Not Found", "detail": "没有这个批次的档案。"})
        items = pages[request.url.path]
        at = int(request.url.params.get("cursor", request.url.params.get("after", "0")))
        return httpx.Response(200, json={"items": items[at : at + 1], "next": at + 1 if at + 1 < len(items) else None})

    return httpx.Client(base_url="http://archive", transport=httpx.MockTransport(answer))


@pytest.fixture
def package(tmp_path):
    """The package of the batch as it lies on an empty machine."""
    file = tmp_path / "out" / "2026-autumn.zip"
    bag.export_batch(an_archive(days=2), BATCH, file)
    return file


@pytest.fixture
def unpacked(package, tmp_path):
    shutil.unpack_archive(package, tmp_path / "unpacked")
    return tmp_path / "unpacked" / "2026-autumn"


def packed_again(folder):
    return shutil.make_archive(str(folder), "zip", folder.parent, folder.name)


def test_a_package_proves_its_events_with_nothing_but_a_key(package):
    result = run(app, ["verify-batch", str(package), "--key", KEY])

    assert result.exit_code == 0, result.output
    assert "proved: 2 events and 1 scans, archived by 2026-10-12" in result.output


def test_another_program_finds_the_package_whole(unpacked):
    other = bagit.Bag(str(unpacked))

    other.validate()

    assert other.info["External-Identifier"] == BATCH
    assert sorted(other.payload_files()) == [
        "data/contents.jsonl",
        "data/events.jsonl",
        "data/file.json",
        "data/head.json",
        "data/scans.jsonl",
        f"data/scans/{SEALED_SHA256}",
    ]


def test_every_page_of_every_list_is_in_the_package(unpacked):
    contents = [json.loads(line)["title"] for line in (unpacked / "data/contents.jsonl").read_text().splitlines()]

    assert contents == ["考场记录", "成绩册"]


@pytest.mark.parametrize(
    ("file", "change"),
    [
        ("data/file.json", lambda path: path.write_text("{}")),
        ("data/contents.jsonl", lambda path: path.unlink()),
        ("data/more.json", lambda path: path.write_text("{}")),
        (f"data/scans/{SEALED_SHA256}", lambda path: path.write_bytes(b"another")),
    ],
    ids=["changed", "missing", "added", "another scan"],
)
def test_a_package_with_other_files_proves_nothing(unpacked, file, change):
    change(unpacked / file)

    result = run(app, ["verify-batch", packed_again(unpacked), "--key", KEY])

    assert result.exit_code == 1
    assert "NOT PROVED: a file of the package is missing, added or changed" in result.output


def test_an_event_written_anew_is_not_in_the_tree(unpacked):
    events = unpacked / "data/events.jsonl"
    events.write_text(events.read_text().replace("姓名", "名字"))
    (unpacked / MANIFEST).write_text(manifest(bag._digests(unpacked)))

    with pytest.raises(NotProvedError, match="not in the tree"):
        bag.verify_batch(packed_again(unpacked), key=KEY)


@pytest.mark.parametrize(
    ("differing", "said"),
    [
        ({"sha256": "b" * 64}, "no event says"),
        ({"item_id": SCAN["item_id"], "sealed_sha256": "/dev/zero"}, "is another"),
    ],
    ids=["never filed", "elsewhere"],
)
def test_a_scan_that_no_event_tells_of_proves_nothing(unpacked, differing, said):
    (unpacked / "data/scans.jsonl").write_text(json.dumps(SCAN | differing) + "\n")
    (unpacked / MANIFEST).write_text(manifest(bag._digests(unpacked)))

    with pytest.raises(NotProvedError, match=said):
        bag.verify_batch(packed_again(unpacked), key=KEY)


def test_another_process_proves_it_in_an_empty_directory(package, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    shutil.copy(package, empty / "batch.zip")
    alone = {"PATH": os.environ["PATH"], "HOME": str(empty), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "apps.cli", "verify-batch", "batch.zip", "--key", KEY]

    proved = subprocess.run(command, cwd=empty, env=alone, capture_output=True, text=True, check=False)

    assert (proved.returncode, proved.stdout[:32]) == (0, "proved: 2 events and 1 scans, ar"), proved.stderr
    assert [one.name for one in empty.iterdir()] == ["batch.zip"]


def test_another_key_proves_nothing(package):
    other = base64.b64encode(Ed25519PrivateKey.generate().public_key().public_bytes_raw()).decode()

    assert "not signed with this key" in run(app, ["verify-batch", str(package), "--key", other]).output
    assert run(app, ["verify-batch", str(package), "--key", "short"]).exit_code == 1


def test_what_is_no_package_is_said_to_be_none(tmp_path):
    file = tmp_path / "letter.zip"
    file.write_bytes(b"a letter")

    assert run(app, ["verify-batch", str(file), "--key", KEY]).exit_code == 1
    with zipfile.ZipFile(file, "w"):
        pass
    assert run(app, ["verify-batch", str(file), "--key", KEY]).exit_code == 1


def test_nothing_is_exported_before_a_day_is_signed(tmp_path):
    with pytest.raises(NotProvedError, match="no day"):
        bag.export_batch(an_archive(days=0), BATCH, tmp_path / "batch.zip")

    assert not (tmp_path / "batch.zip").exists()


def test_a_batch_without_files_is_refused_in_the_archives_words(tmp_path):
    with pytest.raises(httpx.HTTPStatusError, match="404"):
        bag.export_batch(an_archive(), "2026-spring", tmp_path / "batch.zip")

    assert not (tmp_path / "batch.zip").exists()
