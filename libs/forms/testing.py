"""Proving a form through the front door of its service: what its declaration says is what happens."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from libs.chassis.testing import Harness
from libs.contracts.beijing import beijing_day
from libs.contracts.forms import RecordedForm
from libs.forms.declaration import Book, Each, Form, Ledger, Move, Signature, Way
from libs.forms.fields import Rows
from libs.forms.ledger import BOOKED, COUNTED, DIFFERENCE, EXPLAINED, ITEM, LEDGER, QUANTITY
from libs.forms.subject import Subject, a_year, role_of, year_file

Who = tuple[str, ...]


def people_for(subject: Subject, wanted: Iterable[str]) -> Iterator[Who]:
    """Everybody who acts here in one of these roles, and some invented where anybody may who has the role."""
    for one in wanted:
        role = role_of(one)
        invented = (f"S-{role}", f"S-{role}-2", f"S-{role}-3")
        named = role in subject.people or one != role
        for person in sorted(subject.people.get(one, ())) if named else invented:
            yield person, role


class Proof:
    """One form about one subject."""

    def __init__(self, harness: Harness, book: Book, form: Form, subject: Subject) -> None:
        self.harness = harness
        self.book = book
        self.form = form
        self.subject = subject
        # All roles that do anything with a form of this book, and one that does not.
        self.strangers = sorted({*book.writers, *book.readers, "gardener"})
        self.writer = next(people_for(subject, form.filled_by))
        self.record_id = ""

    async def holds(self) -> None:
        """Every step of its life, each with what is refused on the way."""
        assert await self.is_missing()
        await self.nobody_else_fills_it_in()
        await self.bounds_are_kept()
        values = await self.is_written()
        await self.is_signed(entry=1)
        changed = await self.is_corrected(values)
        await self.is_signed(entry=2)
        assert not await self.is_missing()
        await self.is_printed(values, changed)
        self.is_told()

    async def is_missing(self) -> bool:
        """Whether its readers are told that it is not there, or not signed."""
        shown = await self.harness.get(f"/forms/files/{self.subject.file_id}", as_=("S-0001", self.book.readers[0]))
        lacks = [one for one in shown.json()["missing"] if one["form"] == self.form.name]
        mine = [one for one in lacks if one["subject_id"] == self.subject.id and one["person"] in {"", self.writer[0]}]
        if self.form.each is not Each.CASE:
            return mine != []
        return not self.record_id or self.record_id in {one["record_id"] for one in mine}

    async def nobody_else_fills_it_in(self) -> None:
        """Not with all other roles together, nor with the role of somebody on duty here."""
        outsider = self.outsider(self.form.filled_by)
        assert (await self.write(self.form.example(), as_=outsider)).status_code == 403
        answer = await self.harness.get(f"/forms/{self.form.name}/blanks/{self.subject.id}", as_=outsider)
        assert answer.status_code == 403

    def outsider(self, wanted: Iterable[str]) -> Who:
        """Somebody who is on no duty and has every role but those that act anywhere."""
        anywhere = {one for one in wanted if one not in self.subject.people and one == role_of(one)}
        return ("S-9999", *(role for role in self.strangers if role not in anywhere))

    async def bounds_are_kept(self) -> None:
        """Each field just beyond each of its bounds, and each check broken."""
        bad = {field.name: list(field.bad()) for field in self.form.fields if not field.given}
        for turn in range(max(map(len, bad.values()))):
            wrong = {name: values[turn] for name, values in bad.items() if turn < len(values)}
            assert await self.refused(self.form.example() | wrong) == wrong.keys()
        for check in self.form.checks:
            for broken, field in check.broken(self.form.example()):
                assert field in await self.refused(dict(broken))
        assert await self.refused(self.form.example() | {"unknown": "x"}) == {"unknown"}

    async def refused(self, values: dict[str, Any]) -> set[str]:
        """The fields that were refused, each with a sentence beside it."""
        answer = await self.write(values, as_=self.writer)
        assert answer.status_code == 422, answer.text
        assert all(one["error"].endswith("。") for one in answer.json()["errors"])
        return {self.field_of(one["field"]) for one in answer.json()["errors"]}

    def field_of(self, place: str) -> str:
        """The field that a place belongs to: a cell of a table to the table."""
        tables = [field.name for field in self.form.fields if isinstance(field, Rows)]
        return next((name for name in tables if re.match(rf"{re.escape(name)}-\d+-", place)), place)

    async def is_written(self) -> dict[str, Any]:
        """Filled in, read back as it was written, and not filled in twice."""
        values = self.form.example()
        answer = await self.write(values, as_=self.writer)
        assert answer.status_code == 201, answer.text
        self.record_id = answer.json()["record_id"]
        assert self.stated((await self.read())["entries"][0]) == self.form.taken(values)
        assert (await self.write(values, as_=self.writer)).status_code == (201 if self.form.each is Each.CASE else 409)
        return values

    async def is_signed(self, *, entry: int) -> None:
        """By as many different people as are asked for, and by nobody else; complete with the last."""
        signed: list[Who] = []
        for place in self.form.signatures:
            await self.nobody_else_signs(place, entry)
            for _ in range(place.people):
                assert not (await self.read())["complete"]
                who = next(one for one in self.signers(place) if one[0] not in {one[0] for one in signed})
                if place.opinion:
                    assert (await self.sign(place, entry, as_=who, opinion=" ")).status_code == 422
                assert (await self.sign(place, entry, as_=who)).status_code == 201
                signed.append(who)
                assert (await self.sign(place, entry, as_=who)).status_code == 409, "nobody signs twice"
        shown = await self.read()
        assert shown["complete"]
        assert [(one["by"], one["entry"], one["opinion"]) for one in shown["signatures"]][-len(signed) :] == [
            (who[0], entry, "同意。") for who in signed
        ]

    async def nobody_else_signs(self, place: Signature, entry: int) -> None:
        """Not with all other roles together, nor with a role of those on duty; and not what was never there."""
        assert (await self.sign(place, entry, as_=self.outsider(place.roles))).status_code == 403
        signer = next(iter(self.signers(place)))
        assert (await self.sign(place, entry + 1, as_=signer)).status_code == 409

    def signers(self, place: Signature) -> list[Who]:
        """Who signs there; the writer first where it is the writer's place."""
        found = list(people_for(self.subject, place.roles))
        return sorted(found, key=lambda who: who != self.writer)

    async def is_corrected(self, values: dict[str, Any]) -> dict[str, Any]:
        """What is right stands beside what was written, with its reason, and wants its own signatures."""
        changed = next(
            after
            for field in self.form.fields
            if (after := values | {field.name: field.another()}) != values and self.form.wrong(after) == []
        )
        path = f"/forms/records/{self.record_id}/corrections"
        for body, who, status in (
            ({"values": changed, "reason": ""}, self.writer, 422),
            ({"values": changed, "reason": "笔误"}, ("S-9999", "gardener"), 403),
            ({"values": values, "reason": "笔误"}, self.writer, 422),
            ({"values": changed, "reason": "笔误"}, self.writer, 201),
        ):
            answer = await self.harness.post(path, json=body, as_=who)
            assert answer.status_code == status, answer.text
        shown = await self.read()
        assert [self.stated(entry) for entry in shown["entries"]] == [self.form.taken(values), self.form.taken(changed)]
        assert shown["entries"][1]["reason"] == "笔误"
        assert {one["entry"] for one in shown["signatures"]} == {1}
        assert not shown["complete"]
        return changed

    async def is_printed(self, values: dict[str, Any], changed: dict[str, Any]) -> None:
        """Title, labels, values, signers and the correction are read on the print."""
        answer = await self.harness.get(f"/forms/records/{self.record_id}/pdf", as_=self.writer)
        assert answer.status_code == 200, answer.text
        text = squeezed("".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages))
        for words in [self.form.title, *self.words(changed), *self.words(values), "更正记录", "笔误", "盖章"]:
            assert squeezed(words) in text, words
        for place in self.form.signatures:
            assert squeezed(place.label) in text, place.label
            assert not place.opinion or f"{squeezed(place.opinion)}：同意。" in text, place.opinion
        for one in (await self.read())["signatures"]:
            assert squeezed(one["by"]) in text

    def words(self, values: dict[str, Any]) -> Iterator[str]:
        """Each label, and each value of a field that is no table, as people read them."""
        taken = self.form.taken(values)
        for field in self.form.fields:
            yield field.label
            if not isinstance(field, Rows) and not field.given:
                yield field.shown(taken[field.name])

    def stated(self, entry: Any) -> dict[str, Any]:
        """What somebody filled in; the service's own fields are left out."""
        return {name: value for name, value in entry["values"].items() if not self.form.is_given(name)}

    def is_told(self) -> None:
        """The archive hears of every step, where it is filed and for how long, and nothing of what it says."""
        published: list[Any] = self.harness.published()
        events = [one for one in published if isinstance(one, RecordedForm)]
        mine = [one for one in events if one.record_id == self.record_id]
        people = sum(place.people for place in self.form.signatures)
        assert [one.act for one in mine] == ["written", *["signed"] * people, "corrected", *["signed"] * people]
        assert {(one.volume, one.years_kept) for one in mine} == {(self.form.volume, self.form.years)}
        assert [one.complete for one in mine].count(True) == 2
        assert mine[0].fingerprint != mine[people + 1].fingerprint

    # ---- asking

    async def write(self, values: dict[str, Any], *, as_: Who) -> Any:
        """Fill it in."""
        body = {"subject_id": self.subject.id, "values": values}
        return await self.harness.post(f"/forms/{self.form.name}/records", json=body, as_=as_)

    async def sign(self, place: Signature, entry: int, *, as_: Who, opinion: str = "同意。") -> Any:
        """Sign it."""
        body = {"place": place.name, "entry": entry, "opinion": opinion}
        return await self.harness.post(f"/forms/records/{self.record_id}/signatures", json=body, as_=as_)

    async def read(self) -> Any:
        """The record, as whoever wrote it sees it."""
        answer = await self.harness.get(f"/forms/records/{self.record_id}", as_=self.writer)
        assert answer.status_code == 200, answer.text
        return answer.json()


class LedgerProof:
    """One ledger: each kind of entry as a form, and the balance of an item."""

    def __init__(self, harness: Harness, book: Book, ledger: Ledger) -> None:
        self.harness = harness
        self.book = book
        self.ledger = ledger
        self.year = beijing_day(harness.now).year
        file = next(filter(None, [a_year(year_file(self.year))]))
        self.subject = replace(file, kind=LEDGER, id=f"{ledger.name}~{file.id}", tags=frozenset({ledger.name}))
        self.item = ledger.item.example()

    async def holds(self) -> None:
        """Nothing goes out that is not there, nothing counts as come in before all signed, and each entry is a form."""
        [come, *_] = [move for move in self.ledger.moves if move.way is Way.IN and not move.back_from]
        gone = next(move for move in self.ledger.moves if move.way is Way.OUT)
        assert await self.enter(gone, 1) == 409, "nothing is there yet"
        assert await self.enter(come, 5, sign=False) == 201
        assert await self.there() == 0, "it is not there before all have signed"
        assert await self.enter(come, 7) == 201
        assert await self.there() == 7
        assert await self.enter(gone, 8) == 409, "one more than is there"
        assert await self.enter(gone, 7, sign=False) == 201
        assert await self.there() == 0, "it is gone as soon as somebody says so"
        await self.a_stocktake_states_the_difference(counted=2)
        for item in {self.item, self.ledger.item.another()}:
            assert await self.enter(come, 1000, item=item) == 201
        for move in self.ledger.moves:
            if move.back_from:
                lent = next(one for one in self.ledger.moves if one.name == move.back_from)
                await self.no_more_comes_back_than_was_lent(move)
                for item in {self.item, self.ledger.item.another()}:
                    assert await self.enter(lent, 100, item=item) == 201
        for form in self.ledger.forms:
            await Proof(self.harness, self.book, form, self.subject).holds()
        await self.is_read_and_printed()

    async def enter(self, move: Move, quantity: int, *, item: Any = None, sign: bool = True) -> int:
        """Enter something, and have it signed by all; answers how the entry was answered."""
        form = self.book.form(f"{self.ledger.name}-{move.name}")
        proof = Proof(self.harness, self.book, form, self.subject)
        values = form.example() | {ITEM: self.item if item is None else item, QUANTITY: quantity}
        answer = await proof.write(values, as_=proof.writer)
        if answer.status_code == 201 and sign:
            proof.record_id = answer.json()["record_id"]
            await proof.is_signed(entry=1)
        status: int = answer.status_code
        return status

    async def no_more_comes_back_than_was_lent(self, move: Move) -> None:
        """It counts as it is signed, so that it is refused then."""
        form = self.book.form(f"{self.ledger.name}-{move.name}")
        proof = Proof(self.harness, self.book, form, self.subject)
        values = form.example() | {ITEM: self.item, QUANTITY: 1 + await self.lent()}
        proof.record_id = (await proof.write(values, as_=proof.writer)).json()["record_id"]
        *others, last = [(place, n) for place in form.signatures for n in range(place.people)]
        for place, n in others:
            assert (await proof.sign(place, 1, as_=proof.signers(place)[n])).status_code == 201
        assert (await proof.sign(last[0], 1, as_=proof.signers(last[0])[last[1]])).status_code == 409

    async def a_stocktake_states_the_difference(self, *, counted: int) -> None:
        """What the ledger says and by how much that is wrong is filled in, and has to be explained."""
        form = self.book.form(self.ledger.counting)
        proof = Proof(self.harness, self.book, form, self.subject)
        booked = await self.there()
        told = form.example() | {ITEM: self.item, COUNTED: counted}
        assert await proof.refused({**told, EXPLAINED: None}) == {EXPLAINED}
        answer = await proof.write({**told, EXPLAINED: "漏登"}, as_=proof.writer)
        proof.record_id = answer.json()["record_id"]
        values = (await proof.read())["entries"][0]["values"]
        assert (values[BOOKED], values[DIFFERENCE]) == (booked, counted - booked)
        assert await self.there() == booked, "what is there is set right by entries"

    async def there(self) -> int:
        """What there is, and that it is what came in less what went out."""
        account = await self.account()
        assert account["came_in"] == account["went_out"] + account["there"]
        there: int = account["there"]
        return there

    async def lent(self) -> int:
        """What is out and has to come back."""
        lent: int = (await self.account())["lent"]
        return lent

    async def account(self) -> Any:
        """The item under test; nothing at all before anything came in."""
        item = self.ledger.item.shown(self.item)
        shown = (await self.read()).json()["accounts"]
        nothing = {"came_in": 0, "went_out": 0, "there": 0, "lent": 0}
        return next((one for one in shown if one["item"] == item), nothing)

    async def read(self, path: str = "", *, as_: Who | None = None) -> Any:
        """The ledger, as its readers see it."""
        reader = ("S-0001", self.book.readers[0])
        return await self.harness.get(f"/ledgers/{self.ledger.name}/{self.year}{path}", as_=as_ or reader)

    async def is_read_and_printed(self) -> None:
        """By its own people; the lines add up to what is there, and all of it is on the print."""
        assert (await self.read(as_=("S-9999", "gardener"))).status_code == 404
        assert (await self.read("/pdf", as_=("S-9999", "gardener"))).status_code == 404
        shown = (await self.read()).json()
        item = self.ledger.item.shown(self.item)
        lines = [one for one in shown["lines"] if one["item"] == item]
        there = 0
        for line in lines:
            there += line["came_in"] - line["went_out"]
            assert line["there"] == there >= 0
        assert there == await self.there()
        printed = await self.read("/pdf")
        text = squeezed("".join(page.extract_text() for page in PdfReader(BytesIO(printed.content)).pages))
        for words in [self.ledger.title, item, str(there), *(line["by"] for line in lines)]:
            assert squeezed(words) in text, words


def squeezed(text: str) -> str:
    """Without blanks and line ends: a print breaks lines where it must."""
    return re.sub(r"\s", "", text)
