"""Items come in from files of other systems and go out as an approved copy."""

import base64

import pytest

from libs.contracts.itembank import BankItemsRead, SecretMaterialHandled
from services.itembank.domain.items.item import contents_of
from services.itembank.domain.resources import PracticalTask
from services.itembank.storage.formats.all_formats import FORMATS
from services.itembank.tests.builders import CODE, SUBJECT, a_bank_file, resources_of
from services.itembank.tests.conftest import KEEPER, REVIEWER
from services.itembank.tests.test_secret_materials import BORROWER, COPYING, DIRECTOR, LOAN, Register

IMPORTS = f"/banks/{CODE}/5/imports"
COLLEAGUE = ("S-0009", "item-bank")
HEAD = ["试题编号", "鉴定点", "难度", "题干", "选项A", "选项B", "选项C", "选项D", "答案"]


def pasted(*stems, answer="B", point="A-000"):
    lines = (
        f"{number}. {stem}\nA. 一 B. 二 C. 三 D. 四\n答案：{answer} 鉴定点：{point} 难度：0.6 编号：N-{number}"
        for number, stem in enumerate(stems, start=1)
    )
    return "\n".join(lines).encode()


async def preview(desk, content, *, form="word", as_=KEEPER):
    return await desk.harness.post(f"{IMPORTS}/{form}/preview", content=content, as_=as_)


async def take_in(desk, content, *, form="word"):
    return await desk.harness.post(f"{IMPORTS}/{form}", content=content, as_=KEEPER)


def a_twin():
    """The first item of the bank, as somebody else would type it."""
    item = a_bank_file()["theory"][0]
    listed = " ".join(f"{letter}. {words}" for letter, words in zip("ABCD", item["options"], strict=True))
    return f"1. {item['stem']}。\n{listed}\n答案：A".encode()


@pytest.fixture
async def held(desk):
    await desk.import_bank()
    return desk


async def test_a_preview_changes_nothing_and_an_import_makes_a_revision(held):
    content = pasted("新的题目一", "另外一道新题")

    seen = (await preview(held, content)).json()
    before = (await held.harness.get(f"/banks/{CODE}/5", as_=KEEPER)).json()
    taken = (await take_in(held, content)).json()

    assert (seen["new"], seen["changed"], seen["same"], seen["problems"]) == (2, [], 0, [])
    assert (before["revision"], before["theory"]) == (1, 600)
    assert (taken["revision"], taken["theory"], taken["accepted"]) == (2, 602, False)


async def test_an_item_with_a_known_id_becomes_its_next_version(held):
    bank = resources_of(a_bank_file()).theory[:3]
    bank[1] = bank[1].__class__(**(vars(bank[1]) | {"stem": "改过的题干"}))
    content = FORMATS.writers["qti-3"](bank).content

    seen = (await preview(held, content, form="qti")).json()
    await take_in(held, content, form="qti")

    assert (seen["new"], seen["changed"], seen["same"]) == (0, ["T-0001"], 2)
    body = {"item_ids": ["T-0000", "T-0001"]}
    read = await held.harness.post(f"/banks/{CODE}/5/items/readings", json=body, as_=REVIEWER)
    assert [(one["version"], one["stem"]) for one in read.json()["items"]] == [(1, "机密题干0号"), (2, "改过的题干")]


async def test_a_task_comes_in_with_its_score_sheet_beside_the_others(held):
    first, second = resources_of(a_bank_file()).practical[:2]
    changed = PracticalTask(**(vars(first) | {"knockouts": ["操作中断电"]}))
    new = PracticalTask(**(vars(second) | {"item_id": "P-99", "task": "另一份任务书"}))
    content = FORMATS.writers["xlsx"]([changed, second, new]).content

    seen = (await preview(held, content, form="xlsx")).json()
    taken = (await take_in(held, content, form="xlsx")).json()

    assert (seen["new"], seen["changed"], seen["same"], seen["problems"]) == (1, ["P-00"], 1, [])
    assert (taken["theory"], taken["practical"]) == (600, 21)
    read = await held.harness.post(f"/banks/{CODE}/5/items/readings", json={"item_ids": ["P-00"]}, as_=REVIEWER)
    assert [(one["version"], one["knockouts"]) for one in read.json()["items"]] == [(2, ["操作中断电"])]


async def test_an_item_does_not_take_the_id_of_another_part(held):
    task = resources_of(a_bank_file()).practical[0]
    content = FORMATS.writers["xlsx"]([PracticalTask(**(vars(task) | {"item_id": "T-0001"}))]).content

    seen = (await preview(held, content, form="xlsx")).json()

    assert ("T-0001", "item_id") in [(one["item"], one["field"]) for one in seen["problems"]]


async def test_what_stands_against_an_item_is_said_and_refuses_the_import(held):
    content = pasted("没有这个鉴定点的题", point="Z-999")

    seen = (await preview(held, content)).json()
    refused = await take_in(held, content)

    assert [(one["item"], one["field"]) for one in seen["problems"]] == [("N-1", "point")]
    assert (refused.status_code, refused.json()["title"]) == (422, "bank-items-refused")


async def test_a_file_with_more_than_any_bank_has_is_refused_at_once(held):
    content = b"1. a\n" * 20_001

    for refused in (await preview(held, content), await take_in(held, content)):
        assert (refused.status_code, refused.json()["title"]) == (422, "not-that-format")
        assert "20000" in refused.json()["detail"]


async def test_the_same_items_again_are_no_revision(held):
    content = pasted("新的题目一")
    await take_in(held, content)

    again = await take_in(held, content)

    assert (again.status_code, again.json()["title"]) == (409, "nothing-to-import")


async def test_a_near_duplicate_stands_beside_its_twin_and_counts_as_read(held):
    seen = (await preview(held, a_twin())).json()

    [pair] = [one for one in seen["twins"] if one["other"]["item_id"] == "T-0000"]
    assert (pair["likeness"], pair["other"]["stem"]) == (1.0, "机密题干0号")
    [event] = held.harness.published(BankItemsRead)
    assert "T-0000" in event.item_ids
    assert event.read_by == KEEPER[0]


async def test_where_the_hour_is_over_a_twin_is_named_and_not_shown(held):
    for start in (0, 20, 40):
        ids = [f"T-{number:04d}" for number in range(start, start + 20)]
        await held.harness.post(f"/banks/{CODE}/5/items/readings", json={"item_ids": ids}, as_=KEEPER)
    answer = await preview(held, a_twin())

    pairs = [one["other"] for one in answer.json()["twins"]]
    assert pairs
    assert {one["stem"] for one in pairs} == {None}


@pytest.mark.parametrize("as_", [REVIEWER, DIRECTOR, BORROWER])
async def test_nobody_but_the_item_bank_brings_items_in_or_out(held, as_):
    exported = await held.harness.post(f"/banks/{CODE}/5/exports", json={"form": "qti-2", "handling": 1}, as_=as_)

    assert (await preview(held, pasted("新题"), as_=as_)).status_code == exported.status_code == 403


@pytest.mark.parametrize("form", ["gift", "moodle-xml", "qti", "word", "xlsx"])
async def test_a_file_of_another_format_is_refused_without_an_echo(held, form):
    answer = await preview(held, b"\xff\xfe\x00secret", form=form)

    assert (answer.status_code, answer.json()["title"]) == (422, "not-that-format")
    assert "secret" not in answer.text


# ---- out


async def export(desk, *, as_=COLLEAGUE, handling=1, form="qti-3"):
    body = {"form": form, "handling": handling}
    return await desk.harness.post(f"/banks/{CODE}/5/exports", json=body, as_=as_)


@pytest.mark.rule("SEC-16")
async def test_items_leave_only_as_a_copy_that_the_head_approved(held):
    register = Register(held.harness)
    without_a_carrier = await export(held)
    await register.enter(material_id=SUBJECT, carrier="bank", name="题库")
    await register.ask(COPYING, as_=KEEPER, id=SUBJECT)
    unapproved = await export(held)
    await register.approve(id=SUBJECT)
    unsigned = await export(held)
    await register.step("signature", as_=KEEPER, id=SUBJECT)
    by_whoever_asked = await export(held, as_=KEEPER)

    taken_out = await export(held)
    again = await export(held)

    refused = [without_a_carrier, unapproved, unsigned, by_whoever_asked, again]
    assert [one.json()["title"] for one in refused] == [
        "secret-material-not-found", "not-approved-by-head", "handling-unsigned", "own-handling", "handling-not-open",
    ]  # fmt: skip
    assert not any("机密" in one.text for one in refused)
    items = FORMATS.readers["qti"](base64.b64decode(taken_out.json()["content"])).items
    assert items == list(contents_of(resources_of(a_bank_file())))
    assert taken_out.json()["losses"] == []
    told = held.harness.published(SecretMaterialHandled)[-1]
    assert (told.step, told.deed, told.by) == ("handed-over", "copy", COLLEAGUE[0])


async def test_a_loan_is_no_leave_to_take_items_out(held):
    register = Register(held.harness)
    await register.enter(material_id=SUBJECT, carrier="bank", name="题库")
    await register.ask(LOAN, id=SUBJECT)
    await register.approve(id=SUBJECT)
    await register.step("signature", as_=BORROWER, id=SUBJECT)

    assert (await export(held)).json()["title"] == "handling-not-open"
