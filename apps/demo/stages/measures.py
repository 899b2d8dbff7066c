"""From a measure of the script to what is proposed: the sessions, candidates, people and days of this batch.

What is `ORDERED` other services carry out; after some of it there is a new plan.
"""

from datetime import datetime, timedelta
from typing import Any

from apps.demo.stages.duty import DutyList
from apps.demo.stages.sessions import Session, Sessions
from apps.demo.stages.stage import Run

STAFF_ON_SITE = timedelta(minutes=40)
NEW_PLAN = {"start-delay", "reschedule", "cancellation", "resit"}
ORDERED = {
    *NEW_PLAN,
    *("make-up-time", "spare-paper", "reprint", "replace-staff", "void-results", "zero-score", "fee-waiver"),
}

Body = dict[str, Any]


async def proposal(
    run: Run, sessions: Sessions, step: dict[str, Any], *, concerned: list[Session], discovered: datetime
) -> Body | None:
    """What is proposed; None if the batch has nobody whom this measure could touch."""
    kind = step["type"]
    ids = [session["session_id"] for session in concerned]
    if kind == "isolation":
        apart: Body = {"type": kind, "session_ids": ids, "text": step["text"], "since": run.now.isoformat()}
        return await _about_those_present(run, sessions, step, apart) or apart
    if kind not in ORDERED:
        return {"type": kind, "session_ids": ids, "text": step["text"]}
    if not concerned:
        return None
    body: Body = {"type": kind, "session_ids": ids}
    if kind == "replace-staff":
        return _replacement(run, sessions, concerned[0])
    if kind in {"resit", "void-results", "zero-score"}:
        return await _about_those_present(run, sessions, step, body)
    match kind:
        case "make-up-time":
            restored = discovered + timedelta(minutes=step["minutes"])
            times = {"interrupted_at": discovered.isoformat(), "restored_at": restored.isoformat()}
            body |= {"minutes": step["minutes"], **times}
        case "start-delay":
            body |= {"minutes": step["minutes"]}
        case "reschedule":
            body |= {"new_date": _later(run, step), "use_spare": step["use_spare"]}
        case "reprint":
            body |= {"source": step["source"], "copies": len(concerned[0]["seats"])}
    return body


def _later(run: Run, step: dict[str, Any]) -> str:
    return (DutyList(run).last_planned_day + timedelta(days=step["days_later"])).isoformat()


def _replacement(run: Run, sessions: Sessions, session: Session) -> Body | None:
    """The last of the team leaves; whoever has that role and is bound nowhere else at that time comes."""
    busy = {
        member["staff_id"] for other in sessions.known.values() if _overlap(session, other) for member in other["staff"]
    }
    role = "invigilator" if session["part"] == "theory" else "examiner"
    free = [one for one, member in run.office.staff.items() if role in member["roles"] and one not in busy]
    if not free:
        return None
    leaving = session["staff"][-1]["staff_id"]
    return {
        "type": "replace-staff",
        "session_id": session["session_id"],
        "leaving": leaving,
        "arriving": min(free),
    }


def _overlap(one: Session, other: Session) -> bool:
    starts, ends = (
        [datetime.fromisoformat(session[name]) for session in (one, other)] for name in ("starts_at", "ends_at")
    )
    return max(starts) - STAFF_ON_SITE < min(ends)


async def _about_those_present(run: Run, sessions: Sessions, step: dict[str, Any], body: Body) -> Body | None:
    """The first so many in each room who came, in order of their seats; all of them without a number."""
    rooms = [await sessions.now(session_id) for session_id in body["session_ids"]]
    present = [
        [seat["application_id"] for seat in room["seats"] if seat["checked_in_at"]][: step["seats"]] for room in rooms
    ]
    named = [application_id for room in present for application_id in room]
    if not named:
        return None
    if body["type"] == "zero-score":
        return {"type": "zero-score", "session_id": body["session_ids"][0], "application_id": named[0]}
    if body["type"] == "resit":
        body["new_date"] = _later(run, step)
    return body | {"application_ids": named}
