"""What is seen in a room: which papers are opened there, how far the two keys are, and what an opened paper says."""

from datetime import datetime, timedelta
from typing import Literal

from pydantic import BaseModel

from libs.chassis.domain import every
from libs.contracts.event import Form, Part
from libs.contracts.scheduling import CalledOff
from services.itembank.domain.content import LETTERS, PaperContent
from services.itembank.domain.items.item import Kind
from services.itembank.domain.opening import Opening, opening_id
from services.itembank.domain.paper import PaperState
from services.itembank.domain.resources import Criterion
from services.itembank.ports import OpeningDesk


class RoomPaper(BaseModel):
    """A paper that is written in a session; `waiting` for the second key, `opened`, or neither yet."""

    paper_id: str
    form: Form
    sealed: bool
    state: Literal["closed", "waiting", "opened"]
    first_by: str | None
    second_until: datetime | None
    opened_by: list[str]


class SessionPapers(BaseModel):
    """What is opened in a session, and from when to when."""

    session_id: str
    opens_at: datetime
    ends_at: datetime
    called_off: CalledOff | None
    papers: list[RoomPaper]


class RoomQuestion(BaseModel):
    """A question as the candidate reads it: no answer, no item id."""

    no: int
    kind: Kind
    marks: str
    stem: str
    options: dict[str, str]


class RoomTask(BaseModel):
    """A task as candidate and examiner read it: no item id."""

    no: int
    title: str
    task: str
    minutes: int
    criteria: list[Criterion]
    knockouts: list[str]


class WaitingForSecondKey(BaseModel):
    """What the first of two is told: until when the second must come."""

    state: Literal["waiting"] = "waiting"
    paper_id: str
    second_until: datetime | None


class OpenedPaper(BaseModel):
    """What the two who opened a paper get of it: no answers, no seed."""

    state: Literal["opened"] = "opened"
    opened_by: list[str]
    paper_id: str
    part: Part
    form: Form
    minutes: int
    questions: list[RoomQuestion]
    tasks: list[RoomTask]


async def list_papers_of_session(desk: OpeningDesk, *, session_id: str, by: str) -> SessionPapers:
    """The papers of a session, for those on duty in it. Raises `NotOnDutyError`."""
    session = await desk.sessions.get(session_id)
    session.must_be_staffed_by(by)
    written = [paper async for paper in every(desk.papers, {"batch_id": session.batch_id}) if session.opens(paper)]
    shown = []
    for paper in written:
        opening = await desk.openings.find_one(opening_id(paper.id, session_id))
        waits = opening is not None and opening.first_at is not None and not opening.opened
        shown.append(
            RoomPaper(
                paper_id=paper.id,
                form=paper.form,
                sealed=paper.state is PaperState.SEALED,
                state="opened" if opening and opening.opened else "waiting" if waits else "closed",
                first_by=opening.first_by if opening and waits else None,
                second_until=_second_until(opening, desk.second_key_within) if opening and waits else None,
                opened_by=opening.opened_by if opening else [],
            )
        )
    return SessionPapers(
        session_id=session.id,
        opens_at=session.papers_open_at,
        ends_at=session.ends_at,
        called_off=session.called_off,
        papers=shown,
    )


def show_opening(
    opening: Opening, content: PaperContent | None, *, patience: timedelta
) -> WaitingForSecondKey | OpenedPaper:
    """The content for two; for the first of them, until when the second must come."""
    if content is None:
        return WaitingForSecondKey(paper_id=opening.paper_id, second_until=_second_until(opening, patience))
    return OpenedPaper(
        opened_by=opening.opened_by,
        paper_id=content.paper_id,
        part=content.part,
        form=content.form,
        minutes=content.minutes,
        questions=[
            RoomQuestion(
                no=question.no,
                kind=question.kind,
                marks=content.marks_each,
                stem=question.stem,
                options=dict(zip(LETTERS, question.options, strict=False)),
            )
            for question in content.questions
        ],
        tasks=[
            RoomTask(
                no=task.no,
                title=task.title,
                task=task.task,
                minutes=task.minutes,
                criteria=task.criteria,
                knockouts=task.knockouts,
            )
            for task in content.tasks
        ],
    )


def _second_until(opening: Opening, patience: timedelta) -> datetime | None:
    return opening.first_at + patience if opening.first_at else None
