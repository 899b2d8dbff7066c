"""Data for the tests of scoring."""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from libs.chassis.domain import Act
from libs.chassis.sealing import FieldCipher
from libs.contracts.incident import ResultsVoidApproved, ZeroScoreApproved
from libs.contracts.itembank import PaperSealed
from libs.contracts.scheduling import (
    Assignment,
    Attendance,
    CandidateScheduled,
    ExamFinished,
    ExamFormRecorded,
    SessionPlanned,
    Sitting,
)
from libs.contracts.sealing import Purpose
from services.scoring.domain.answer_key import Criteria, SheetLine, TheoryKey
from services.scoring.domain.candidate import Candidate
from services.scoring.domain.marks import MarkingRules
from services.scoring.domain.result import PartResult, PartResults, Result, scored
from services.scoring.domain.score_list import ListProgress, ScoreList
from services.scoring.domain.script import GivenMarks, Script
from services.scoring.domain.session import Session

BATCH, OCCUPATION, LEVEL = "2026-autumn", "4-03-02-01", 4
LIST = f"{BATCH}:{OCCUPATION}:{LEVEL}"
LISTS = f"/batches/{BATCH}/lists/{OCCUPATION}/{LEVEL}"
THEORY, PRACTICAL = "2026-autumn-t-4-03-02-01-4-01", "2026-autumn-p-4-03-02-01-4-01"
INCIDENT = f"{BATCH}-0123456789ab"
EXAM_DAY = datetime(2026, 9, 19, 1, tzinfo=UTC)
NOW = datetime(2026, 9, 24, 2, tzinfo=UTC)
EXAMINERS = ("S-0101", "S-0102", "S-0103")
LEADER = EXAMINERS[0]
RULES = MarkingRules()

LEAD = ("S-0001", "marking-lead")
CODER = ("S-0002", "coder")
CHECKER = ("S-0003", "score-checker")


def fields(usual: dict[str, Any], differing: dict[str, Any]) -> dict[str, Any]:
    return usual | differing


def an_application(row: int) -> str:
    return f"{BATCH}-{row:05d}"


ONE, TWO, THREE, FOUR = (an_application(row) for row in range(1, 5))


def a_session_planned(session_id=PRACTICAL, part="practical", staff=EXAMINERS, **differing) -> SessionPlanned:
    duties = ("leader", *(["examiner"] * (len(staff) - 1))) if part == "practical" else ("chief-invigilator",) * 9
    return SessionPlanned(
        **fields(
            {
                "session_id": session_id,
                "batch_id": BATCH,
                "part": part,
                "occupation_code": OCCUPATION,
                "level": LEVEL,
                "room": "R-1",
                "starts_at": EXAM_DAY,
                "ends_at": EXAM_DAY + timedelta(hours=2),
                "candidates": 30,
                "staff": [Assignment(staff_id=one, duty=duty) for one, duty in zip(staff, duties, strict=False)],
                "planned_at": EXAM_DAY - timedelta(days=5),
            },
            differing,
        )
    )


def an_exam_finished(session_id=THEORY, part="theory", rows=(1, 2), absent=(), form="A", **differing) -> ExamFinished:
    return ExamFinished(
        **fields(
            {
                "session_id": session_id,
                "batch_id": BATCH,
                "part": part,
                "occupation_code": OCCUPATION,
                "level": LEVEL,
                "present": [Attendance(application_id=an_application(row), form=form) for row in rows],
                "absent": [an_application(row) for row in absent],
                "finished_at": EXAM_DAY + timedelta(hours=2),
            },
            differing,
        )
    )


def a_candidate_scheduled(row, sittings=(("theory", THEORY), ("practical", PRACTICAL)), **differing):
    return CandidateScheduled(
        **fields(
            {
                "application_id": an_application(row),
                "batch_id": BATCH,
                "ticket_number": f"T{row:011d}",
                "occupation_code": OCCUPATION,
                "level": LEVEL,
                "sittings": [
                    Sitting(
                        part=part,
                        session_id=session_id,
                        room="R-1",
                        seat=row,
                        form="A",
                        starts_at=EXAM_DAY,
                        ends_at=EXAM_DAY + timedelta(hours=2),
                    )
                    for part, session_id in sittings
                ],
                "scheduled_at": EXAM_DAY - timedelta(days=5),
            },
            differing,
        )
    )


def a_session(part="practical", **differing) -> Session:
    return Session(
        **fields(
            {
                "id": PRACTICAL if part == "practical" else THEORY,
                "batch_id": BATCH,
                "part": part,
                "occupation_code": OCCUPATION,
                "level": LEVEL,
            },
            differing,
        )
    )


def a_candidate(row, sittings=(("theory", THEORY), ("practical", PRACTICAL)), **differing) -> Candidate:
    return Candidate(
        **fields(
            {
                "id": an_application(row),
                "list_id": LIST,
                "ticket_number": f"T{row:011d}",
                "sittings": dict(sittings),
                "scheduled_at": EXAM_DAY,
            },
            differing,
        )
    )


def a_script(part="theory", **differing) -> Script:
    return Script(
        **fields(
            {
                "id": "ABCDEFGHIJ",
                "session_id": PRACTICAL if part == "practical" else THEORY,
                "batch_id": BATCH,
                "occupation_code": OCCUPATION,
                "level": LEVEL,
                "part": part,
                "form": "A",
            },
            differing,
        )
    )


def a_score_sheet(*maxima, knockouts=()) -> Criteria:
    lines = [SheetLine(no=no, text=f"第{no}项", marks=Decimal(str(marks))) for no, marks in enumerate(maxima, 1)]
    return Criteria(lines=lines, knockouts=knockouts)


ONE_LINE = a_score_sheet(100)


def a_scored_piece(*totals, tolerance=15) -> Script:
    piece = a_script("practical")
    rules = MarkingRules(sheets=len(totals), tolerance=Decimal(tolerance))
    for number, total in enumerate(totals):
        piece.take_sheet(GivenMarks(marks=[Decimal(str(total))]), ONE_LINE, rules, Act(f"S-01{number:02d}", NOW))
    return piece


def a_list(**differing) -> ScoreList:
    return ScoreList(
        **fields({"id": LIST, "batch_id": BATCH, "occupation_code": OCCUPATION, "level": LEVEL}, differing)
    )


def a_progress(**differing) -> ListProgress:
    return ListProgress(
        **fields({"candidates": 2, "scripts": 4, "done": 4, "sessions_open": 0, "candidates_open": 0}, differing)
    )


def a_result(theory="80.0", practical="70.0") -> Result:
    def part(score) -> PartResult:
        return score if isinstance(score, PartResult) else scored(Decimal(score))

    return Result.publish(
        an_application(1), a_list(), parts=PartResults(theory=part(theory), practical=part(practical)), now=NOW
    )


def a_theory_key(answers="ABCDTF") -> TheoryKey:
    return TheoryKey(answers)


def key_text(answers) -> str:
    return json.dumps({str(no): answer for no, answer in enumerate(answers, 1)})


def criteria_text(*maxima, knockouts=()) -> str:
    lines = [{"no": no, "marks": marks, "text": f"第{no}项"} for no, marks in enumerate(maxima, 1)]
    return json.dumps({"criteria": lines, "knockouts": list(knockouts)})


def a_signed_record(staff_id, session_id=PRACTICAL, **differing) -> ExamFormRecorded:
    """The on-site record of an examiner, as scheduling tells of it."""
    return ExamFormRecorded(
        **fields(
            {
                "record_id": f"examiner-record~{session_id}~{staff_id}",
                "form": "examiner-record",
                "title": "职业技能等级认定现场考评记录表",
                "about": "session",
                "subject_id": session_id,
                "batch_id": BATCH,
                "act": "signed",
                "entry": 1,
                "complete": False,
                "by": staff_id,
                "at": EXAM_DAY + timedelta(hours=2),
                "volume": "认定过程",
                "years_kept": 5,
            },
            differing,
        )
    )


def digest_of_paper(paper_id) -> str:
    return hashlib.sha256(paper_id.encode()).hexdigest()


def a_paper_sealed(paper_id="P-t-A", part="theory", form="A", items=6, **differing) -> PaperSealed:
    return PaperSealed(
        **fields(
            {
                "paper_id": paper_id,
                "batch_id": BATCH,
                "occupation_code": OCCUPATION,
                "level": LEVEL,
                "part": part,
                "form": form,
                "items": items,
                "digest": digest_of_paper(paper_id),
                "sealed_at": NOW - timedelta(days=1),
            },
            differing,
        )
    )


def a_released_key(cipher: FieldCipher, text, paper_id: str = "P-t-A", form: str = "A") -> str:
    """As the item bank seals it."""
    released = {"paper_id": paper_id, "form": form, "digest": digest_of_paper(paper_id), "key": json.loads(text)}
    return cipher.seal(json.dumps(released), purpose=Purpose.ANSWER_KEY, owner=paper_id)


def a_key_handover(sealed_key, paper_id="P-t-A", part="theory", form="A", items=6):
    return {
        "paper_id": paper_id,
        "batch_id": BATCH,
        "occupation_code": OCCUPATION,
        "level": LEVEL,
        "part": part,
        "form": form,
        "items": items,
        "digest": digest_of_paper(paper_id),
        "key": sealed_key,
    }


def an_answer_file(rows, items=6) -> bytes:
    header = ["code", "form", *(str(item) for item in range(1, items + 1))]
    return "\r\n".join(",".join(row) for row in [header, *rows]).encode()


def a_void_order(*application_ids, session_ids=(THEORY,), disposition=1):
    return ResultsVoidApproved(
        incident_id=INCIDENT,
        batch_id=BATCH,
        disposition=disposition,
        approved_by="S-0099",
        approved_at=NOW,
        session_ids=list(session_ids),
        application_ids=list(application_ids),
    )


def a_zero_order(application_id=ONE, session_id=THEORY, part="theory", disposition=1):
    return ZeroScoreApproved(
        incident_id=INCIDENT,
        batch_id=BATCH,
        disposition=disposition,
        approved_by="S-0099",
        approved_at=NOW,
        session_id=session_id,
        application_id=application_id,
        part=part,
    )
