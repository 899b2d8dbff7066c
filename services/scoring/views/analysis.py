"""What a published list tells of its papers, its markers and its scripts; nothing before the publication (SEC-08)."""

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Self

import numpy as np
from pydantic import BaseModel

from libs.chassis.domain import every
from libs.contracts.event import Form
from services.scoring.domain.analysis.items import alpha, item_statistics, kr20
from services.scoring.domain.analysis.markers import agreement, marker_statistics
from services.scoring.domain.analysis.responses import Responses
from services.scoring.domain.analysis.scores import compare_forms, distribution
from services.scoring.domain.analysis.similarity import Lead, find_leads
from services.scoring.domain.answer_key import TheoryKey
from services.scoring.domain.score_list import ListState
from services.scoring.domain.script import Script, ScriptState
from services.scoring.ports import MarkingDesk, PublicationDesk

MOST_LEADS = 200


class ChoiceView(BaseModel, from_attributes=True):
    """How often an answer was given: of all, of the upper and of the lower 27 %."""

    answer: str
    share: float
    upper: float
    lower: float


class ItemView(BaseModel, from_attributes=True):
    """One item. Which answer is right stands nowhere."""

    item: int
    difficulty: float
    discrimination: float
    correlation: float | None
    blank: float
    choices: list[ChoiceView]
    remarks: list[str]


class DistributionView(BaseModel, from_attributes=True):
    """How scores are spread, in bins of five points, and what is unusual about it."""

    people: int
    mean: float
    deviation: float
    median: float
    passed: float
    bins: list[int]
    alarms: list[str]

    @classmethod
    def of(cls, scores: Sequence[float]) -> Self | None:
        """Of no scores there is none."""
        return cls.model_validate(distribution(scores)) if scores else None


class PaperView(BaseModel):
    """One form of theory: its scores, its items, and how far they can be trusted."""

    form: Form
    distribution: DistributionView
    kr20: float | None
    items: list[ItemView]


class ComparisonView(BaseModel, from_attributes=True):
    """Whether two forms were equally hard; `effect` is in standard deviations."""

    one: Form
    other: Form
    difference: float
    effect: float
    is_apart: bool


class MarkerView(BaseModel, from_attributes=True):
    """One marker beside the others of the same pieces, in points."""

    marker: str
    pieces: int
    above_others: float
    apart: float
    remark: str


class PracticalView(BaseModel):
    """The practical pieces, and who marked them; `alpha` is of their lines, `agreement` 1 if markers never differ."""

    distribution: DistributionView
    alpha: float | None
    agreement: float | None
    markers: list[MarkerView]


class AnalysisView(BaseModel):
    """Everything that is told about one list."""

    list_id: str
    papers: list[PaperView]
    comparisons: list[ComparisonView]
    practical: PracticalView | None


class ScriptOfLead(BaseModel):
    """Whose script it is, once that may be told, and where it was written."""

    code: str
    ticket_number: str
    session_id: str
    seat: int | None


class LeadView(BaseModel):
    """Two scripts that are too alike. `pattern` has a letter for each item: right or wrong alike (R, W), else D or B.

    `seats_apart` is told of two in one session. Before the publication neither whose scripts they are is told, nor what
    is right: then `alike_wrong` is nothing and what is alike an S.
    """

    form: Form
    one: ScriptOfLead
    other: ScriptOfLead
    alike: int
    alike_wrong: int | None
    expected: float
    chance: float
    false_share: float
    seats_apart: int | None
    pattern: str


class LeadsView(BaseModel):
    """The strongest first; a lead is looked at by a person and proves nothing."""

    list_id: str
    pairs: int
    leads: list[LeadView]


class RoomLeadsView(BaseModel):
    """The scripts of one room held against each other (INC-22): a lead is looked at by a person and proves nothing.

    Of its `scripts` those that are read are compared; fewer than ten of a form in the whole list tell nothing.
    """

    session_id: str
    batch_id: str
    occupation_code: str
    level: int
    published: bool
    scripts: int
    read: int
    pairs: int
    leads: list[LeadView]


@dataclass(frozen=True)
class _Written:
    """The scripts of a list that count, by form or as pieces."""

    papers: Mapping[Form, Sequence[tuple[Script, str]]]
    keys: Mapping[Form, TheoryKey]
    pieces: Sequence[Script]

    @classmethod
    async def of(cls, desk: MarkingDesk, list_id: str) -> Self:
        """Raises `ListStateError` before the publication."""
        (await desk.lists.get(list_id)).must_be_published()
        papers: dict[Form, list[tuple[Script, str]]] = {}
        pieces = []
        async for script in every(desk.scripts, {"list_id": list_id}):
            if script.state is not ScriptState.MARKED:
                continue
            if script.part == "theory":
                papers.setdefault(script.form, []).append((script, script.readings[-1].answers))
            else:
                pieces.append(script)
        return cls(papers, await desk.theory_keys(list_id, papers.keys()), pieces)

    @classmethod
    async def of_reading(cls, desk: MarkingDesk, list_id: str) -> Self:
        """All theory scripts that are read, whatever became of them, before the publication too (INC-22)."""
        papers: dict[Form, list[tuple[Script, str]]] = {}
        async for script in every(desk.scripts, {"list_id": list_id}):
            if script.readings:
                papers.setdefault(script.form, []).append((script, script.readings[-1].answers))
        return cls(papers, await desk.theory_keys(list_id, papers.keys()), [])

    def responses(self, form: Form) -> Responses:
        return Responses.of([(script.id, given) for script, given in self.papers[form]], self.keys[form].answers)


async def show_analysis(desk: MarkingDesk, *, list_id: str) -> AnalysisView:
    """Computed beside what else the service does, from what is stored now."""
    written = await _Written.of(desk, list_id)
    return await asyncio.to_thread(_analysis, list_id, written)


def _analysis(list_id: str, written: _Written) -> AnalysisView:
    papers, scores = [], {}
    for form in sorted(written.papers):
        responses = written.responses(form)
        scores[form] = [float(script.final_score) for script, _ in written.papers[form]]
        papers.append(
            PaperView(
                form=form,
                distribution=DistributionView.model_validate(distribution(scores[form])),
                kr20=kr20(responses),
                items=[ItemView.model_validate(one) for one in item_statistics(responses)],
            )
        )
    pairs = [compare_forms(one, other) for one, other in combinations(scores.items(), 2)]
    return AnalysisView(
        list_id=list_id,
        papers=papers,
        comparisons=[ComparisonView.model_validate(one) for one in pairs if one],
        practical=_practical(written.pieces),
    )


def _practical(pieces: Sequence[Script]) -> PracticalView | None:
    spread = DistributionView.of([float(piece.final_score) for piece in pieces])
    if spread is None:
        return None
    sheets = [{by: given[-1] for by, given in piece.sheets.items()} for piece in pieces]
    points = [{by: float(sheet.total) for by, sheet in of_piece.items()} for of_piece in sheets]
    lines = [[float(mark) for mark in sheet.marks] for of_piece in sheets for sheet in of_piece.values()]
    alike = len({len(line) for line in lines}) == 1
    return PracticalView(
        distribution=spread,
        alpha=alpha(np.asarray(lines)) if alike else None,
        agreement=agreement([list(given.values()) for given in points]),
        markers=[MarkerView.model_validate(one) for one in marker_statistics(points)],
    )


async def list_leads(marking: MarkingDesk, publication: PublicationDesk, *, list_id: str) -> LeadsView:
    """Every pair of each form is tested; codes are joined with candidates, for the list is published."""
    written = await _Written.of(marking, list_id)
    found = await asyncio.to_thread(_leads, written)
    script = await _scripts_of(publication, list_id)
    return LeadsView(
        list_id=list_id,
        pairs=_pairs([len(scripts) for scripts in written.papers.values()]),
        leads=[_lead(form, lead, script(lead.one), script(lead.other), pattern) for form, lead, pattern in found],
    )


async def list_room_leads(marking: MarkingDesk, publication: PublicationDesk, *, session_id: str) -> RoomLeadsView:
    """The pairs of one room alone; codes are joined with candidates only once the list is published."""
    session = await marking.sessions.get(session_id)
    session.must_be("theory")
    published = (await marking.lists.get(session.list_id)).state is ListState.PUBLISHED
    written = await _Written.of_reading(marking, session.list_id)
    inside = {
        form: {script.id for script, _ in scripts if script.session_id == session_id}
        for form, scripts in written.papers.items()
    }
    found = await asyncio.to_thread(_leads, written, frozenset().union(*inside.values()))
    script = await _scripts_of(publication, session.list_id) if published else _unnamed(session_id)
    leads = [_lead(form, lead, script(lead.one), script(lead.other), pattern) for form, lead, pattern in found]
    return RoomLeadsView(
        session_id=session_id,
        batch_id=session.batch_id,
        occupation_code=session.occupation_code,
        level=session.level,
        published=published,
        scripts=await marking.scripts.count({"session_id": session_id}),
        read=sum(map(len, inside.values())),
        pairs=_pairs([len(codes) for codes in inside.values()]),
        leads=leads if published else [_told_early(lead) for lead in leads],
    )


async def _scripts_of(publication: PublicationDesk, list_id: str) -> Callable[[str], ScriptOfLead]:
    whose = {
        entry.code: (record.id, entry.application_id)
        async for record in every(publication.codes, {"list_id": list_id})
        for entry in record.entries
    }
    candidates = {one.id: one async for one in every(publication.candidates, {"list_id": list_id})}

    def script(code: str) -> ScriptOfLead:
        session_id, application_id = whose[code]
        candidate = candidates.get(application_id)
        seat = candidate.seats.get(session_id) if candidate else None
        ticket = candidate.ticket_number if candidate else ""
        return ScriptOfLead(code=code, ticket_number=ticket, session_id=session_id, seat=seat)

    return script


def _unnamed(session_id: str) -> Callable[[str], ScriptOfLead]:
    """Nobody looks a code up before the scores are public (SCO-19, SEC-08)."""
    return lambda code: ScriptOfLead(code=code, ticket_number="", session_id=session_id, seat=None)


def _told_early(lead: LeadView) -> LeadView:
    """Without what is right: from that a score would follow."""
    hidden = lead.pattern.translate({ord("R"): "S", ord("W"): "S"})
    return lead.model_copy(update={"alike_wrong": None, "pattern": hidden})


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def _leads(written: _Written, room: Collection[str] | None = None) -> list[tuple[Form, Lead, str]]:
    found: list[tuple[Form, Lead, str]] = []
    for form in sorted(written.papers):
        answers = {script.id: given for script, given in written.papers[form]}
        key = written.keys[form].answers
        leads = find_leads(written.responses(form), room=room)
        found.extend((form, lead, _pattern(answers[lead.one], answers[lead.other], key)) for lead in leads)
    return sorted(found, key=lambda one: one[1].chance)[:MOST_LEADS]


def _pattern(one: str, other: str, key: str) -> str:
    return "".join(
        "B" if "-" in {first, second} else "D" if first != second else "R" if first == right else "W"
        for first, second, right in zip(one, other, key, strict=True)
    )


def _lead(form: Form, lead: Lead, one: ScriptOfLead, other: ScriptOfLead, pattern: str) -> LeadView:
    together = one.session_id == other.session_id and one.seat is not None and other.seat is not None
    return LeadView(
        form=form,
        one=one,
        other=other,
        alike=lead.alike,
        alike_wrong=lead.alike_wrong,
        expected=lead.expected,
        chance=lead.chance,
        false_share=lead.false_share,
        seats_apart=abs(one.seat - other.seat) if together and one.seat and other.seat else None,
        pattern=pattern,
    )
