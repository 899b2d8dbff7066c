"""Stage 5: keys handed over, sheets in under blind codes, check, approval, publication."""

import asyncio
import csv
import io
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from apps.demo.candidates import Knowledge, marks
from apps.demo.stages.stage import Run
from libs.contracts.beijing import beijing_day, beijing_time

SHEETS = 3
REVIEWED = (2, 1)
REVIEW = ({"marks": 40}, {"marks": 60})  # the thesis and its defence
MARKING_AFTER, POSTED_AFTER = timedelta(days=1), timedelta(days=3)
MORNING, AFTERNOON = time(9), time(15)


async def score(run: Run) -> None:
    """Mark everything blind, check it, open the codes; all is ready three days after the last examination."""
    sessions = await _finished_sessions(run)
    await _hand_over_keys(run, sessions)
    await _sign_records(run, sessions)
    knowledge = Knowledge(run.inputs.banks)
    await asyncio.gather(*(_mark(run, session, knowledge) for session in sessions))
    lists = await run.office.ask("scoring", f"/batches/{run.batch_id}/lists", by=run.office.who("marking-lead"))
    for one in lists:
        if one["level"] in REVIEWED:
            await _review(run, one, sessions)
    await asyncio.gather(*(_check_and_approve(run, one) for one in lists))
    await run.at(_on_day_after(run.notes["last_ends_at"], POSTED_AFTER, AFTERNOON))


async def publish(run: Run) -> None:
    """Post every list; from now on the results are public."""
    lists = await run.office.ask("scoring", f"/batches/{run.batch_id}/lists", by=run.office.who("marking-lead"))
    run.notes["published"] = 0
    for one in lists:
        path = f"/batches/{run.batch_id}/lists/{one['occupation_code']}/{one['level']}/publication"
        run.notes["published"] += await run.office.in_chunks("scoring", path, by=run.office.who("marking-lead"))
    await run.simulation.settle()


async def _finished_sessions(run: Run) -> list[dict[str, Any]]:
    by = run.office.who("exam-affairs")
    listed = [
        item
        async for item in run.office.pages("scheduling", "/sessions", by=by, batch_id=run.batch_id)
        if item["state"] == "finished"
    ]

    async def all_known() -> bool:
        progress = await run.office.ask("scoring", f"/batches/{run.batch_id}/progress", by=by)
        known: bool = progress["sessions_finished"] == len(listed)
        return known

    await run.office.until("scoring knows every finished session", all_known)
    run.notes["last_ends_at"] = max(datetime.fromisoformat(session["ends_at"]) for session in listed)
    await run.at(_on_day_after(run.notes["last_ends_at"], MARKING_AFTER, MORNING))
    return listed


def _on_day_after(moment: datetime, days: timedelta, hour: time) -> datetime:
    return beijing_time(beijing_day(moment) + days, hour)


async def _hand_over_keys(run: Run, sessions: list[dict[str, Any]]) -> None:
    written = {paper_id for session in sessions for paper_id in run.on_desks[session["session_id"]]}
    lead = run.office.who("marking-lead")
    async for paper in run.office.pages("itembank", "/papers", by=lead, batch_id=run.batch_id):
        if paper["paper_id"] in written:
            key = await run.office.order("itembank", f"/papers/{paper['paper_id']}/key-release", by=lead)
            await run.office.order("scoring", f"/keys/{paper['paper_id']}", by=lead, method="PUT", json=key)


async def _sign_records(run: Run, sessions: list[dict[str, Any]]) -> None:
    """Each examiner fills in and signs the own on-site record, before any score sheet (SCO-21)."""
    for session in sessions:
        if session["part"] != "practical":
            continue
        for examiner in [one["staff_id"] for one in session["staff"]][:SHEETS]:
            values = {
                "card": f"KP{examiner[-4:]}",
                "occupation": session["occupation_code"],
                "held-at": session["starts_at"],
                "level": str(session["level"]),
                "candidates": session["candidates"],
                "place": session["room"],
                "site": "场地、设备、检测工具齐备完好",
                "course": "按规程组织，过程正常",
            }
            body = {"subject_id": session["session_id"], "values": values}
            record = await run.office.order("scheduling", "/forms/examiner-record/records", by=examiner, json=body)
            path = f"/forms/records/{record['record_id']}/signatures"
            await run.office.order("scheduling", path, by=examiner, json={"place": "examiner", "entry": 1})
    await run.simulation.settle()


async def _mark(run: Run, session: dict[str, Any], knowledge: Knowledge) -> None:
    session_id = session["session_id"]
    coded = await run.office.order("scoring", f"/sessions/{session_id}/code-readings", by=run.office.who("coder"))
    if not coded["codes"]:
        return
    if session["part"] == "theory":
        await _import_answers(run, session, coded["codes"], knowledge)
    else:
        await _submit_score_sheets(run, session, coded["codes"])


def _content(run: Run, session: dict[str, Any], form: str) -> dict[str, Any]:
    papers = run.notes["_papers"]
    return run.opened[papers[session["occupation_code"], session["level"], session["part"], form]]


async def _import_answers(run: Run, session: dict[str, Any], codes: list[dict[str, Any]], knowledge: Knowledge) -> None:
    key = (session["occupation_code"], session["level"])
    text = io.StringIO()
    sheet = csv.writer(text)
    numbers = [question["no"] for question in _content(run, session, codes[0]["form"])["questions"]]
    sheet.writerow(["code", "form", *numbers])
    for one in codes:
        candidate = Random(f"{run.seed} theory {one['application_id']}")
        answers = knowledge.answers(key, _content(run, session, one["form"]), candidate)
        sheet.writerow([one["code"], one["form"], *(answers[number] for number in numbers)])
    await run.office.order(
        "scoring",
        f"/sessions/{session['session_id']}/answer-sheets",
        by=run.office.who("marking-lead"),
        content=text.getvalue().encode(),
        headers={"Content-Type": "text/csv"},
    )


async def _submit_score_sheets(run: Run, session: dict[str, Any], codes: list[dict[str, Any]]) -> None:
    examiners = [one["staff_id"] for one in session["staff"]][:SHEETS]
    for ordinal, examiner in enumerate(examiners):
        sheets = []
        for one in codes:
            criteria = _content(run, session, one["form"])["tasks"][0]["criteria"]
            piece = Random(f"{run.seed} practical {one['application_id']}")
            sheets.append(
                {
                    "code": one["code"],
                    "marks": marks(criteria, piece, Random(f"{run.seed} sheet {ordinal} {one['application_id']}")),
                }
            )
        await run.office.order(
            "scoring", f"/sessions/{session['session_id']}/practical-sheets", by=examiner, json={"sheets": sheets}
        )


async def _review(run: Run, one: dict[str, Any], sessions: list[dict[str, Any]]) -> None:
    """Three senior examiners of the practical part read each thesis and hear its defence (SCO-05)."""
    path = f"/batches/{run.batch_id}/lists/{one['occupation_code']}/{one['level']}"
    practical = (session for session in sessions if session["part"] == "practical")
    key = (one["occupation_code"], one["level"])
    panel = next(session["staff"] for session in practical if (session["occupation_code"], session["level"]) == key)
    reviewers = [member["staff_id"] for member in panel][:SHEETS]
    by, named = run.office.who("exam-affairs"), {"members": reviewers, "leader": reviewers[0]}
    await run.office.order("scoring", f"{path}/reviewers", by=by, method="PUT", json=named)
    asked = await run.office.ask("scoring", f"{path}/reviews", by=by)
    for reviewer in reviewers:
        sheets = []
        for application_id in (review["application_id"] for review in asked["reviews"]):
            piece = Random(f"{run.seed} review {application_id}")
            thesis, defence = marks(REVIEW, piece, Random(f"{run.seed} reviewer {reviewer} {application_id}"))
            sheets.append({"application_id": application_id, "thesis": thesis, "defence": defence})
        await run.office.order("scoring", f"{path}/review-sheets", by=reviewer, json={"sheets": sheets})


async def _check_and_approve(run: Run, one: dict[str, Any]) -> None:
    path = f"/batches/{run.batch_id}/lists/{one['occupation_code']}/{one['level']}"
    await run.office.order("scoring", f"{path}/check", by=run.office.who("score-checker"))
    await run.office.order("scoring", f"{path}/approval", by=run.office.who("marking-lead"))
