"""An exported file proves itself, or says where it stops doing so."""

import base64
import hashlib
import json
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from typer.testing import CliRunner

from apps.cli import evidence
from apps.cli.commands import app
from libs.contracts.archive import CHAIN_HASH, GENESIS, POSITION, canonical, chained, exported_line
from libs.contracts.merkle import leaf_hash, node_hash, signed_text

run = CliRunner().invoke


def a_chain(length):
    events, head = [], GENESIS
    for position in range(1, length + 1):
        event = {"id": f"somewhere:thing/{position}:1", "data": {"姓名": "sealed:k1:AA", "n": position}}
        head = chained(head, canonical(event))
        events.append({**event, POSITION: position, CHAIN_HASH: head})
    return events


@pytest.fixture
def export(tmp_path):
    def write(events):
        file = tmp_path / "events.jsonl"
        file.write_bytes(b"".join(map(exported_line, events)))
        return file

    return write


def test_an_intact_file_is_said_to_be_intact(export):
    events = a_chain(3)

    result = run(app, ["verify-chain", str(export(events)), "--head", events[-1][CHAIN_HASH]])

    assert result.exit_code == 0
    assert f"intact: 3 events, head {events[-1][CHAIN_HASH]}" in result.output


def test_the_first_broken_position_is_named(export):
    events = a_chain(4)
    events[2]["data"]["n"] = 30

    result = run(app, ["verify-chain", str(export(events))])

    assert result.exit_code == 1
    assert "BROKEN at position 3" in result.output


def test_every_changed_byte_of_a_file_makes_the_command_fail(export):
    file = export(a_chain(2))
    whole = file.read_bytes()

    for index in range(len(whole)):
        file.write_bytes(whole[:index] + bytes([whole[index] ^ 1]) + whole[index + 1 :])
        assert not evidence.verify_file(file).intact


def test_a_file_cut_off_is_found_with_the_archives_head(export):
    events = a_chain(3)

    result = run(app, ["verify-chain", str(export(events[:2])), "--head", events[-1][CHAIN_HASH]])

    assert result.exit_code == 1
    assert "CUT OFF: 2 events are intact" in result.output


def test_a_missing_file_is_a_usage_error(tmp_path):
    assert run(app, ["verify-chain", str(tmp_path / "none.jsonl")]).exit_code == 2


class Archive(httpx.BaseTransport):
    """An archive that answers pages, and grows while it is read."""

    def __init__(self, events, count):
        self.events = events
        self.count = count

    def handle_request(self, request):
        if request.url.path == "/chain":
            return httpx.Response(200, json={"count": self.count, "head": self.events[self.count - 1][CHAIN_HASH]})
        after, limit = (int(request.url.params[name]) for name in ("after", "limit"))
        return httpx.Response(200, json={"items": self.events[after : after + min(limit, 2)], "next": after + 2})


def test_an_export_ends_where_the_chain_ended_when_it_was_asked_for(tmp_path):
    archive, file = Archive(a_chain(7), count=5), tmp_path / "build/events.jsonl"

    chain = evidence.export_events("http://archive", "token", file, transport=archive)

    verdict = evidence.verify_file(file)
    assert verdict.intact
    assert (verdict.count, verdict.head) == (5, chain["head"])


def test_an_empty_archive_exports_an_empty_file(tmp_path):
    archive, file = Archive([{CHAIN_HASH: GENESIS}], count=0), tmp_path / "events.jsonl"

    evidence.export_events("http://archive", "token", file, transport=archive)

    assert file.read_bytes() == b""


def test_what_is_kept_byte_by_byte_is_exported_too(export):
    event = {"id": "x", "data_base64": base64.b64encode(b"\xff").decode()}
    head = chained(GENESIS, canonical(event))

    file = export([{**event, POSITION: 1, CHAIN_HASH: head}])

    assert evidence.verify_file(file).head == head
    assert json.loads(file.read_bytes())["data_base64"] == "/w=="


# ---- one document


SIGNING = Ed25519PrivateKey.generate()
PUBLIC = base64.b64encode(SIGNING.public_key().public_bytes_raw()).decode()


@pytest.fixture
def proved(tmp_path):
    """A document, its proof, and the proof's file: the second of three events, told of as the archive does."""

    def write(**differing):
        document, file = tmp_path / "sheet.pdf", tmp_path / "proof.json"
        document.write_bytes(b"%PDF-1.7 a sheet")
        digest = hashlib.sha256(document.read_bytes()).hexdigest()
        event: dict[str, Any] = {"id": "archive:items/b-3-0001:2", "data": {"sha256": digest}}
        first, mine, last = leaf_hash(b"1"), leaf_hash(canonical(event).encode()), leaf_hash(b"3")
        head: dict[str, Any] = {
            "day": "2026-09-01",
            "size": 3,
            "root": node_hash(node_hash(first, mine), last),
            "chain_head": "0" * 64,
        }
        text = signed_text(head["day"], head["size"], head["root"], head["chain_head"])
        head["signature"] = base64.b64encode(SIGNING.sign(text)).decode()
        proof: dict[str, Any] = {"event": event, "index": 1, "path": [first, last], "head": head}
        for path, value in differing.items():
            *above, name = path.split("_in_")[::-1]
            (proof[above[0]] if above else proof)[name] = value
        file.write_text(json.dumps(proof))
        return str(document), str(file)

    return write


def test_one_document_is_proved_by_its_proof_alone(proved):
    document, proof = proved()

    result = run(app, ["verify-chain", document, "--proof", proof, "--key", PUBLIC])

    assert result.exit_code == 0, result.output
    assert "proved: archived by 2026-09-01 as archive:items/b-3-0001:2, event 2" in result.output


def test_one_event_is_proved_by_its_proof_and_the_key_alone(proved):
    _, proof = proved()

    result = run(app, ["verify-chain", proof, "--key", PUBLIC])

    assert result.exit_code == 0, result.output
    assert "proved: archived by 2026-09-01 as archive:items/b-3-0001:2, event 2" in result.output


@pytest.mark.parametrize(
    "differing",
    [{"index": 0}, {"day_in_head": "2026-08-31"}, {"data_in_event": {"by": "S-0001"}}, {"head": None}],
    ids=str,
)
def test_a_proof_of_an_event_that_was_altered_proves_nothing(proved, differing):
    _, proof = proved(**differing)

    assert run(app, ["verify-chain", proof, "--key", PUBLIC]).exit_code == 1


@pytest.mark.parametrize(
    ("differing", "reason"),
    [
        ({"index": 0}, "not in the tree"),
        ({"path": []}, "not in the tree"),
        ({"size_in_head": 5}, "not in the tree"),
        ({"day_in_head": "2026-08-31"}, "not signed with this key"),
        ({"chain_head_in_head": "1" * 64}, "not signed with this key"),
        ({"data_in_event": {"sha256": "0" * 64}}, "another document"),
        ({"head": None}, "NOT PROVED"),
    ],
    ids=str,
)
def test_a_proof_of_something_else_proves_nothing(proved, differing, reason):
    document, proof = proved(**differing)

    result = run(app, ["verify-chain", document, "--proof", proof, "--key", PUBLIC])

    assert result.exit_code == 1
    assert reason in result.output


def test_a_changed_document_or_another_key_proves_nothing(proved, tmp_path):
    document, proof = proved()
    other = base64.b64encode(Ed25519PrivateKey.generate().public_key().public_bytes_raw()).decode()

    assert "not signed" in run(app, ["verify-chain", document, "--proof", proof, "--key", other]).output
    assert run(app, ["verify-chain", document, "--proof", proof]).exit_code == 1
    (tmp_path / "sheet.pdf").write_bytes(b"%PDF-1.7 another sheet")
    assert "another document" in run(app, ["verify-chain", document, "--proof", proof, "--key", PUBLIC]).output
