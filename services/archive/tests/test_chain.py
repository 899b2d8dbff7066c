"""The chain: linear, gapless, and no change of an export goes unseen."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libs.contracts.archive import GENESIS, chained, exported_line, verify_chain
from services.archive.domain.errors.record import EventAlreadyAppendedError
from services.archive.domain.evidence.chain import Chain
from services.archive.domain.evidence.record import EventAttributes, Record

NOON = datetime(2026, 9, 1, 4, tzinfo=UTC)


def a_record(number=1, *, body=b'{"score":"87.5"}', now=NOON):
    attributes = EventAttributes(
        id=f"scoring:result/r-{number}:1",
        source="scoring",
        type="scoring.score-published.v1",
        subject=f"result/r-{number}",
        sequence=1,
        time=NOON,
    )
    return Record.accept(attributes, body=body, now=now)


def an_export(*bodies):
    chain = Chain.begin()
    records = [a_record(number, body=body) for number, body in enumerate(bodies, start=1)]
    for record in records:
        chain.append(record)
    return [exported_line(record.exported()) for record in records]


def test_positions_are_gapless_and_each_hash_follows_from_the_one_before():
    chain = Chain.begin()
    first, second = a_record(1), a_record(2)

    chain.append(first)
    chain.append(second)

    assert (first.position, second.position) == (1, 2)
    assert first.chain_hash == chained(GENESIS, first.event)
    assert second.chain_hash == chained(first.chain_hash, second.event)
    assert (chain.count, chain.head) == (2, second.chain_hash)


def test_a_record_takes_its_place_once():
    chain, record = Chain.begin(), a_record()
    chain.append(record)

    with pytest.raises(EventAlreadyAppendedError):
        chain.append(record)

    assert chain.count == 1


def test_a_record_no_longer_waits_once_it_has_a_place():
    record = a_record()
    assert record.waiting is not None

    Chain.begin().append(record)

    assert record.waiting is None


def test_an_intact_export_is_proved_to_its_end():
    lines = an_export(b"{}", '{"姓名":"sealed:k1:abc"}'.encode(), b"[1.5,null]")

    verdict = verify_chain(lines)

    assert verdict.intact
    assert verdict.count == 3
    assert verdict.head == json.loads(lines[-1])["chainhash"]


def test_an_empty_export_proves_nothing_and_breaks_nothing():
    assert verify_chain([]).count == 0
    assert verify_chain([]).head == GENESIS


def test_every_flip_of_a_single_bit_is_found_at_its_line():
    whole = b"".join(an_export('{"name":"张","n":10}'.encode(), b'{"x":[true,null]}', b"not json"))

    for index in range(len(whole)):
        for bit in range(8):
            changed = bytearray(whole)
            changed[index] ^= 1 << bit
            verdict = verify_chain(bytes(changed).splitlines(keepends=True))
            assert not verdict.intact
            assert verdict.broken.position <= whole[:index].count(b"\n") + 1


@pytest.mark.parametrize("missing", [0, 1])
def test_a_missing_page_is_found(missing):
    lines = an_export(b"{}", b"{}", b"{}")
    del lines[missing]

    verdict = verify_chain(lines)

    assert verdict.broken.position == missing + 1


def test_a_missing_end_shows_in_count_and_head():
    lines = an_export(b"{}", b"{}", b"{}")

    short = verify_chain(lines[:-1])

    assert short.count == 2
    assert short.head != verify_chain(lines).head


def test_swapped_lines_are_found():
    first, second = an_export(b"{}", b"{}")

    assert verify_chain([second, first]).broken.position == 1


@pytest.mark.parametrize("position", ["true", "1.0", '"1"', "2", "0", "null"])
def test_a_position_that_only_looks_right_is_found(position):
    [line] = an_export(b"{}")

    altered = line.replace(b'"archiveposition":1,', f'"archiveposition":{position},'.encode())

    assert altered != line
    assert not verify_chain([altered]).intact


@pytest.mark.parametrize(
    "body", [b"not json", b"\xff\xfe", b'{"a":1,"a":2}', b'{"a":NaN}', b'"\\ud800"', b'{"a":1e999}', b"[" * 100_000]
)
def test_what_json_would_not_give_back_whole_is_kept_byte_by_byte(body):
    event = a_record(body=body).exported()

    assert "data" not in event
    assert "data_base64" in event


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(st.characters(exclude_categories=["Cs"])),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner),
        max_leaves=20,
    )
)
def test_any_json_body_comes_back_as_it_came_and_its_export_verifies(value):
    [line] = an_export(json.dumps(value).encode())

    assert json.loads(line)["data"] == value
    assert verify_chain([line]).intact


def test_those_that_wait_stand_in_line_by_acceptance_then_by_sequence():
    earlier = a_record(2, now=NOON)
    later = a_record(1, now=NOON.replace(minute=1))

    assert earlier.waiting < later.waiting
