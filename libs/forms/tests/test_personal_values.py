"""A personal value is sealed where it is stored, and shown only to those who fill in or sign."""

from datetime import UTC, datetime

import pytest

from libs.chassis.identity import Actor
from libs.chassis.sealing import FieldCipher
from libs.contracts.scheduling import ExamFormOverdue, ExamFormRecorded
from libs.forms.declaration import Book, Form, MisdeclaredError, Signature
from libs.forms.desk import FormDesk, Office
from libs.forms.errors import PlaceFullError
from libs.forms.fields import MASK, Number, Rows, Sealed, Text
from libs.forms.record import FormRecord, Pen, Signing
from libs.forms.storage import FORM_RECORDS
from libs.forms.subject import Subject

NOW = datetime(2026, 9, 1, 4, tzinfo=UTC)
CIPHER = FieldCipher({"k1": b"0" * 32})


def a_form(**differing):
    usual = {
        "name": "parcel-loss",
        "title": "包裹丢失登记",
        "about": "depot",
        "rules": ("ORG-22",),
        "filled_by": ("clerk",),
        "fields": (
            Sealed("sender", "寄件人"),
            Rows("receivers", "收件人", (Sealed("name", "姓名"), Number("parcels", "件数", least=1, most=9)), least=1),
            Text("what", "情况"),
        ),
        "signatures": (Signature(name="head", label="负责人签名", roles=("head",)),),
        "volume": "一",
    }
    return Form(**usual | differing)


FORM = a_form()
BOOK = Book(forms=(FORM,), recorded=ExamFormRecorded, overdue=ExamFormOverdue, readers=("auditor",))
DEPOT = Subject(kind="depot", id="d-1", file_id="b-1", title="一号仓", people={"clerk": frozenset({"S-1"})})
VALUES = {"sender": "欧阳小明", "receivers": [{"name": "司马相如", "parcels": 2}], "what": "丢失"}


@pytest.fixture
def record():
    pen = Pen(by="S-1", at=NOW, book=BOOK, cipher=CIPHER)
    return FormRecord.write("parcel-loss~d-1", FORM, DEPOT, VALUES, pen)


def test_neither_the_store_nor_the_bus_holds_a_name(record):
    stored = FORM_RECORDS.dump(record).decode()
    told = "".join(event.model_dump_json() for event in record.collect_events())

    assert [name for name in ("欧阳小明", "司马相如") if name in stored + told] == []
    assert FORM_RECORDS.load(stored).values(record.newest, FORM, CIPHER) == VALUES


def test_what_has_an_earlier_name_is_read_under_the_new_one(record):
    renamed = a_form(fields=(*FORM.fields[:2], Text("story", "情况", formerly="what")))

    assert record.values(record.newest, renamed, CIPHER) == {
        "sender": VALUES["sender"],
        "receivers": VALUES["receivers"],
        "story": VALUES["what"],
    }


@pytest.mark.parametrize(
    ("actor", "is_told"),
    [
        (Actor("S-1", roles=frozenset({"clerk"})), True),
        (Actor("S-2", roles=frozenset({"clerk"})), False),
        (Actor("S-9", roles=frozenset({"head"})), True),
        (Actor("S-8", roles=frozenset({"auditor"})), False),
    ],
)
def test_readers_are_shown_a_mask_and_those_who_sign_the_name(record, actor, is_told):
    desk = FormDesk(form_records=None, form_watches=None, ledger_accounts=None, cipher=CIPHER)  # type: ignore[arg-type]
    office = Office(book=BOOK, subjects=None, desk=desk)  # type: ignore[arg-type]

    shown = office.values(record, record.newest, FORM, DEPOT, actor)

    assert (shown["sender"], shown["receivers"][0]["name"]) == (("欧阳小明", "司马相如") if is_told else (MASK, MASK))
    assert shown["receivers"][0]["parcels"] == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"signatures": ()},
        {"rules": ()},
        {"years": 4},
        {"fields": (Text("what", "情况"), Text("what", "又一个"))},
        {"fields": (Text("what", "情况"), Text("key", "标准答案"))},
        {"fields": (Text("what", "情况"), Text("reason", "原因"))},
    ],
)
def test_a_declaration_that_contradicts_itself_is_refused_at_once(wrong):
    with pytest.raises(MisdeclaredError):
        a_form(**wrong)


def test_a_place_is_signed_by_as_many_as_it_has_room_for(record):
    [place] = FORM.signatures
    first, second = (Pen(by=by, at=NOW, book=BOOK, cipher=CIPHER) for by in ("S-2", "S-3"))
    record.sign(FORM, place, Signing(place="head", entry=1), first)

    with pytest.raises(PlaceFullError):
        record.sign(FORM, place, Signing(place="head", entry=1), second)

    assert [signed.by for signed in record.signatures] == ["S-2"]
