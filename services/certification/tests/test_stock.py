"""Blank certificates: the ledger balances at any moment, and every certificate is traced to its sheet."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from libs.chassis.domain import Act
from libs.contracts.certification import BlanksMoved
from services.certification.domain.stock.account import StockAccount
from services.certification.domain.stock.blank import WAYS, Blank, BlankMove, BlankState
from services.certification.domain.stock.errors import BlankStateError
from services.certification.storage.collections import BLANKS
from services.certification.tests.builders import BATCH_ID, FIVE_DAYS_OVER, INSTITUTION_CODE, PUBLISHED, beijing
from services.certification.tests.conftest import CLERK, DIRECTOR, certificates, post_results

OTHER_CLERK, QUALITY = ("S-0011", "general-office"), ("S-0003", "quality")
ACT = Act("S-0001", PUBLISHED)
POSTED = {"way": "post", "on": "2026-10-12", "consignment": "EX0001"}
SIGNED = {"way": "in-person", "on": "2026-10-12", "signed": True}


@pytest.fixture
async def issued(certification):
    """Ten who passed, and their certificates."""
    await post_results(certification, *({} for _ in range(10)))
    await certification.step_to(FIVE_DAYS_OVER)
    await certification.step_to(beijing(2026, 10, 12, 9))
    return certification


async def draw(harness, count=10, *, first=1, reason="", series="XN"):
    body = {"batch_id": BATCH_ID, "series": series, "first": first, "count": count, "reason": reason}
    return await harness.post("/stock/drawings", json=body, as_=CLERK)


async def print_on(harness, *ordinals, first=1):
    body = {"series": "XN", "first": first, "numbers": [number(one) for one in ordinals]}
    return await harness.post("/stock/prints", json=body, as_=CLERK)


async def hand_out(harness, serial, receipt=SIGNED):
    return await harness.post(f"/blanks/{sheet(serial)}/hand-out", json=receipt, as_=CLERK)


async def void(harness, serial, reason="卡纸"):
    return await harness.post(f"/blanks/{sheet(serial)}/voiding", json={"reason": reason}, as_=CLERK)


async def destroy(harness, *serials):
    body = {"serials": [sheet(one) for one in serials], "method": "碎纸机粉碎"}
    return await harness.post("/stock/destructions", json=body, as_=CLERK)


async def states(harness):
    [series] = (await harness.get("/stock", as_=QUALITY)).json()
    assert series["balances"], series["lines"]
    return {line["state"]: line["there"] for line in series["lines"] if line["there"]}


def number(ordinal):
    return f"{INSTITUTION_CODE}265{ordinal:06d}"


def sheet(serial):
    return f"XN{serial:08d}"


def slug(answer):
    return answer.status_code, answer.json()["title"]


@pytest.mark.rule("CER-21", "CER-22")
async def test_every_certificate_is_traced_from_drawing_to_destruction(issued):
    await draw(issued, 8)
    assert await states(issued) == {"blank": 8}
    await print_on(issued, 1, 2, 3, 4)
    assert await states(issued) == {"blank": 4, "printed": 4}
    assert (await hand_out(issued, 1)).status_code == 204
    assert (await hand_out(issued, 2, POSTED)).status_code == 204
    assert (await void(issued, 3, "照片打印不清")).status_code == 204
    assert (await void(issued, 8, "受潮")).status_code == 204
    assert await states(issued) == {"blank": 3, "printed": 1, "handed-out": 2, "void": 2}
    await print_on(issued, 3, first=5)
    entered = (await destroy(issued, 3, 8)).json()
    path = f"/stock/destructions/{entered['destruction_id']}/signature"
    assert (await issued.post(path, as_=OTHER_CLERK)).status_code == 204

    assert await states(issued) == {"blank": 2, "printed": 2, "handed-out": 2, "destroyed": 2}
    [series] = (await issued.get("/stock", as_=QUALITY)).json()
    assert series["moved"] == {
        "drawn": 8, "printed": 5, "reissued": 0, "spoiled": 1, "voided": 1, "handed-out": 2, "taken-back": 0,
        "destroyed": 2,
    }  # fmt: skip
    blanks = (await issued.get("/stock/XN/blanks", as_=QUALITY)).json()["items"]
    lives = {one["serial"]: (one["number"], [step["move"] for step in one["steps"]]) for one in blanks}
    assert lives[sheet(2)] == (number(2), ["drawn", "printed", "handed-out"])
    assert "EX0001" in blanks[1]["steps"][2]["said"]
    assert lives[sheet(3)] == (number(3), ["drawn", "printed", "voided", "destroyed"])
    assert lives[sheet(5)] == (number(3), ["drawn", "printed"])
    on_sheets = {one["number"]: one["blank"] for one in await certificates(issued)}
    assert (on_sheets[number(3)], on_sheets[number(9)]) == (sheet(5), "")
    [destroyed] = (await issued.get("/stock/destructions", as_=QUALITY)).json()["items"]
    assert (destroyed["entered_by"], destroyed["signed_by"]) == (CLERK[0], OTHER_CLERK[0])


async def test_every_move_is_told_with_its_sheets_and_certificates(issued):
    await draw(issued, 4)
    await print_on(issued, 1, 2)
    await hand_out(issued, 1)
    await void(issued, 2)
    entered = (await destroy(issued, 2)).json()
    await issued.post(f"/stock/destructions/{entered['destruction_id']}/signature", as_=OTHER_CLERK)

    told = issued.published(BlanksMoved)
    assert [(one.move, one.serials, one.numbers, one.moved_by) for one in told] == [
        ("drawn", [sheet(one) for one in (1, 2, 3, 4)], [], CLERK[0]),
        ("printed", [sheet(1), sheet(2)], [number(1), number(2)], CLERK[0]),
        ("handed-out", [sheet(1)], [], CLERK[0]),
        ("voided", [sheet(2)], [], CLERK[0]),
        ("destroyed", [sheet(2)], [], OTHER_CLERK[0]),
    ]


@pytest.mark.rule("CER-22")
@pytest.mark.parametrize(
    ("before", "count", "reason", "status"),
    [(0, 10, "", 201), (0, 11, "", 201), (0, 12, "", 422), (0, 12, "备用", 201), (6, 5, "", 201), (6, 6, "", 422)],
)
async def test_a_tenth_more_than_passed_is_drawn_or_a_reason_given(issued, before, count, reason, status):
    if before:
        await draw(issued, before, first=500)

    assert (await draw(issued, count, reason=reason)).status_code == status

    drawn = before + count if status == 201 else before
    assert await states(issued) == {"blank": drawn} if drawn else True


async def test_what_is_drawn_is_counted_down_to_the_whole_sheet(certification):
    await post_results(certification, *({} for _ in range(9)))
    await certification.step_to(FIVE_DAYS_OVER)

    assert slug(await draw(certification, 10)) == (422, "too-many-blanks"), "a tenth above nine is less than ten"
    assert (await draw(certification, 9)).status_code == 201
    assert slug(await draw(certification, 1, first=9, reason="备用")) == (409, "blank-drawn-twice")


async def test_a_sheet_is_used_once_and_a_certificate_is_on_one(issued):
    await draw(issued)
    await print_on(issued, 1)

    assert slug(await print_on(issued, 2)) == (409, "blank-state")
    assert slug(await print_on(issued, 1, first=2)) == (409, "already-on-blank")
    assert slug(await print_on(issued, 2, first=99)) == (404, "blank-not-found")
    assert await states(issued) == {"blank": 9, "printed": 1}


async def test_what_is_handed_out_is_signed_for_or_posted_under_a_number(issued):
    await draw(issued)
    await print_on(issued, 1)

    assert slug(await hand_out(issued, 1, SIGNED | {"signed": False})) == (422, "receipt-missing")
    assert slug(await hand_out(issued, 1, POSTED | {"consignment": " "})) == (422, "receipt-missing")
    assert slug(await hand_out(issued, 2)) == (409, "blank-state"), "nothing is printed on it"
    assert (await hand_out(issued, 1)).status_code == 204
    assert slug(await hand_out(issued, 1)) == (409, "blank-state")


@pytest.mark.rule("CER-21")
async def test_two_people_destroy_what_is_void_and_nothing_else(issued):
    await draw(issued)
    assert slug(await destroy(issued, 1)) == (409, "blank-state")
    await void(issued, 1)
    entered = (await destroy(issued, 1)).json()
    path = f"/stock/destructions/{entered['destruction_id']}/signature"
    assert slug(await issued.post(path, as_=CLERK)) == (403, "destroyed-alone")
    assert await states(issued) == {"blank": 9, "void": 1}

    assert (await issued.post(path, as_=DIRECTOR)).status_code == 204

    assert slug(await issued.post(path, as_=OTHER_CLERK)) == (409, "destruction-done")
    assert await states(issued) == {"blank": 9, "destroyed": 1}


@pytest.mark.rule("CER-21")
async def test_a_reissue_is_booked_as_one_and_the_old_sheet_taken_back(issued):
    await draw(issued)
    await print_on(issued, 1)
    await hand_out(issued, 1)
    await reissue(issued)

    assert (await void(issued, 1, "补发收回")).status_code == 204
    assert (await print_on(issued, 1, first=2)).status_code == 201

    [series] = (await issued.get("/stock", as_=QUALITY)).json()
    assert (series["moved"]["reissued"], series["moved"]["taken-back"]) == (1, 1)
    assert await states(issued) == {"blank": 8, "printed": 1, "void": 1}


async def reissue(issued):
    card = {"name": "欧阳喆玥", "id_number": "431202199803070014", "original_seen": True, "found_on": "2026-10-12"}
    made = await issued.post(f"/certificates/{number(1)}/reissues", json={"cause": "damaged", **card}, as_=CLERK)
    path = f"/reissues/{made.json()['reissue_id']}"
    await issued.post(f"{path}/decision", json={"decision": "approved", "reason": "核实"}, as_=QUALITY)
    await issued.post(f"{path}/print", as_=CLERK)
    body = {"way": "in-person", "consignment": "", "old_copy_returned": True}
    assert (await issued.post(f"{path}/hand-over", json=body, as_=CLERK)).status_code == 204


@pytest.mark.rule("CER-21")
async def test_a_ledger_that_does_not_balance_says_by_how_much(issued):
    await draw(issued)

    async def lose(work):
        blank = await work.of(BLANKS).get(sheet(1))
        blank.state = BlankState.PRINTED
        work.of(BLANKS).save(blank)

    await issued.service.transactions.run(lose, now=issued.service.clock.now)

    [series] = (await issued.get("/stock", as_=QUALITY)).json()
    assert not series["balances"]
    assert {line["state"]: line["difference"] for line in series["lines"] if line["difference"]} == {
        "blank": -1, "printed": 1,
    }  # fmt: skip


@pytest.mark.rule("CER-21")
async def test_a_count_states_the_difference_and_wants_it_explained(issued):
    await draw(issued)
    await print_on(issued, 1)
    counted = {"blank": 8, "printed": 1, "void": 0}
    path = "/stock/XN/stocktakes"

    refused = await issued.post(path, json=counted, as_=CLERK)
    assert slug(refused) == (422, "difference-unexplained")
    assert "余存 -1" in refused.json()["detail"]
    assert (await issued.post(path, json=counted | {"explained": "一张夹在箱底"}, as_=CLERK)).status_code == 201
    assert (await issued.post(path, json=counted | {"blank": 9}, as_=CLERK)).status_code == 201

    taken = (await issued.get(path, as_=QUALITY)).json()["items"]
    assert [[line["difference"] for line in one["lines"]] for one in taken] == [[-1, 0, 0], [0, 0, 0]]
    assert taken[0]["explained"] == "一张夹在箱底"
    assert await states(issued) == {"blank": 9, "printed": 1}


async def test_fewer_than_fifty_left_is_told(issued):
    await draw(issued, 50, reason="备用")
    assert not (await issued.get("/stock", as_=QUALITY)).json()[0]["low"]

    await void(issued, 1)

    assert (await issued.get("/stock", as_=QUALITY)).json()[0]["low"]


async def test_the_printed_words_lie_where_the_blank_has_its_lines(issued):
    await draw(issued)
    run = (await print_on(issued, 2, 1)).json()

    pdf = (await issued.get(f"/stock/prints/{run['print_id']}/pdf", as_=CLERK)).content

    pages = PdfReader(BytesIO(pdf)).pages
    assert [round(float(side) / 72 * 25.4) for side in pages[0].mediabox[2:]] == [297, 210]
    assert (run["numbers"], run["serials"]) == ([number(2), number(1)], [sheet(1), sheet(2)])
    places = [where(page) for page in pages]
    assert number(2) in places[0]
    assert number(1) in places[1]
    x, y = places[1][number(1)]
    assert 192 < x < 262
    assert 146.4 < y < 158.4
    x, y = places[1]["欧阳喆玥"]
    assert 192 < x < 262
    assert 67.6 < y < 79.6
    assert (await issued.get(f"/stock/prints/{run['print_id']}/pdf", as_=QUALITY)).status_code == 403


def where(page):
    """The words of a page with the beginning of their line: mm from the left and from the top."""
    found = {}

    def note(text, cm, tm, _font, _size):
        if text.strip():
            x, y = (tm[4] * cm[n] + tm[5] * cm[n + 2] + cm[n + 4] for n in (0, 1))
            found[text.strip()] = (x / 72 * 25.4, 210 - y / 72 * 25.4)

    page.extract_text(visitor_text=note)
    return found


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from(list(BlankMove))), max_size=60))
@pytest.mark.rule("CER-21")
def test_the_ledger_balances_after_any_row_of_moves(moves):
    account, blanks = StockAccount(id="XN"), dict[int, Blank]()

    for serial, move in moves:
        before, after = WAYS[move]
        state = blanks[serial].state if serial in blanks else None
        if move is BlankMove.DRAWN and serial not in blanks:
            blanks[serial] = Blank.drawn(sheet(serial), series="XN", batch_id=BATCH_ID, act=ACT)
            account.book(move, [sheet(serial)], act=ACT)
        elif serial in blanks and state is before:
            blanks[serial].go(move, act=ACT)
            account.book(move, [sheet(serial)], act=ACT)
            assert blanks[serial].state is after
        elif serial in blanks:
            with pytest.raises(BlankStateError):
                blanks[serial].go(move, act=ACT)
        there = {one: sum(blank.state is one for blank in blanks.values()) for one in BlankState}
        assert [line.difference for line in account.balance(there)] == [0] * len(BlankState)
        assert sum(account.booked(one) for one in BlankState) == account.moved.get(BlankMove.DRAWN, 0) == len(blanks)
