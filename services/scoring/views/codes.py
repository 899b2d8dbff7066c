"""Whose script carries which code, and who has looked."""

from datetime import datetime

from pydantic import BaseModel

from libs.chassis.domain import every
from libs.contracts.event import Form
from services.scoring.domain.coding import CodingRecord
from services.scoring.ports import CodingDesk, Involvements


class CodeView(BaseModel):
    """Whose script carries a code."""

    application_id: str
    ticket_number: str | None
    code: str
    form: Form


class CodesView(BaseModel):
    """The coding record of a session, for the coder alone."""

    session_id: str
    codes: list[CodeView]


class CodesReadView(BaseModel):
    """Who read the codes of which session, and when."""

    session_id: str
    by: str
    at: datetime


async def show_codes(desk: CodingDesk, record: CodingRecord) -> CodesView:
    """The coding record with the tickets: the one view that joins codes with candidates."""
    forms = {script.id: script.form async for script in every(desk.scripts, {"session_id": record.id})}
    views = []
    for entry in sorted(record.entries, key=lambda entry: entry.application_id):
        candidate = await desk.candidates.find_one(entry.application_id)
        views.append(
            CodeView(
                application_id=entry.application_id,
                ticket_number=candidate.ticket_number if candidate else None,
                code=entry.code,
                form=forms.get(entry.code, entry.form),
            )
        )
    return CodesView(session_id=record.id, codes=views)


async def list_code_readings(involvements: Involvements, *, list_id: str) -> list[CodesReadView]:
    """Who read codes of a list, in order of time."""
    readings = [
        CodesReadView(session_id=reading.session_id, by=involvement.staff_id, at=reading.at)
        async for involvement in every(involvements, {"list_id": list_id})
        for reading in involvement.readings
    ]
    return sorted(readings, key=lambda reading: (reading.at, reading.session_id, reading.by))
