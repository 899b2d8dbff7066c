"""Made-up banks, blueprints, papers and sessions."""

import hashlib
from datetime import UTC, date, datetime, timedelta
from typing import Any

from libs.chassis.domain import Act
from libs.contracts.incident import SparePaperApproved
from libs.contracts.scheduling import (
    Assignment,
    ExaminerTerm,
    ExaminerTermsChanged,
    ExamTimeExtended,
    SessionPlanned,
)
from services.itembank.domain.bank import Acceptance, Bank, Delivery, Expertise
from services.itembank.domain.content import PaperContent, PaperOrigin, PrintedQuestion, PrintedTask
from services.itembank.domain.envelope import Envelope
from services.itembank.domain.items.item import ItemCard, Kind, revised
from services.itembank.domain.opening import Opening
from services.itembank.domain.paper import Examination, Paper
from services.itembank.domain.resources import Criterion, DefenceQuestion, Point, PracticalTask, Resources, TheoryItem
from services.itembank.domain.selection import FormDemand
from services.itembank.domain.session import ExamSession
from services.itembank.routes.delivery import MakingBody

BATCH = "2026-autumn"
CODE = "4-03-02-02"
SUBJECT = f"{CODE}-5"
NOW = datetime(2026, 9, 12, 2, tzinfo=UTC)
START = datetime(2026, 9, 19, 1, tzinfo=UTC)
END = START + timedelta(minutes=90)
SESSION = f"{BATCH}-t-{CODE}-5-01"
AREAS = "ABCD"
SIGNATURES = ["陈建国", "李素梅", "王志强", "赵丽华", "周海平"]
FIELDS: dict[str, Expertise] = dict(
    zip(SIGNATURES, ["technical", "training", "assessment", "bank", "bank"], strict=True)
)
POINTS = [{"code": f"{AREAS[n % 4]}-{n:03d}", "name": f"鉴定点{n}", "weight": 1} for n in range(148)]
STEPS = ["past-items", "element-table", "table-approval", "items", "control", "assembly-test", "draft"]


def paper_of(form="A", part="t"):
    return f"{BATCH}-{part}-{CODE}-5-{form}"


def an_item(number, **differing):
    choice = number % 10 < 7
    fields = {
        "item_id": f"T-{number:04d}",
        "kind": "choice" if choice else "judgement",
        "point": f"{AREAS[number % 4]}-{number % 148:03d}",
        "difficulty": 0.5 + (number * 7 % 31) / 100,
        "stem": f"机密题干{number}号",
        "options": [f"机密选项{number}甲", f"机密选项{number}乙", f"机密选项{number}丙", f"机密选项{number}丁"]
        if choice
        else [],
        "answer": "ABCD"[number % 4] if choice else "TF"[number % 2],
        "enemies": [],
    }
    return fields | differing


def a_task(number, **differing):
    fields = {
        "item_id": f"P-{number:02d}",
        "point": f"{AREAS[number % 4]}-{number % 148:03d}",
        "title": f"制作任务{number}",
        "task": f"机密任务书{number}号",
        "minutes": 120,
        "criteria": [{"no": 1, "text": f"机密评分{number}", "marks": 60}, {"no": 2, "text": "安全文明", "marks": 40}],
    }
    return fields | differing


def a_defence_question(number):
    return {"item_id": f"D-{number:02d}", "point": "A-000", "question": f"机密答辩{number}号"}


def a_review_meeting(**differing):
    meeting = {"accepted_on": "2026-06-18", "signatures": SIGNATURES, "members": SIGNATURES, "fields": FIELDS}
    return meeting | differing


def a_table(**differing):
    ranges = [
        {"code": code, "name": f"范围{code}", "level": level, "weight": weight}
        for area in AREAS
        for code, level, weight in ((area, 1, 25), (f"{area}-", 2, 25), (f"{area}-0", 3, 17), (f"{area}-1", 3, 8))
    ]
    points = [{"code": one["code"], "name": one["name"], "importance": "X"} for one in POINTS]
    return {"ranges": ranges, "points": points} | differing


def a_step(name, ended_on="2026-05-01", people=("陈建国", "李素梅", "王志强"), result="已完成"):
    return {"name": name, "ended_on": ended_on, "people": list(people), "result": result}


def a_making(**differing):
    note = dict.fromkeys(("principles", "content", "comparison", "trials", "measures", "summary"), "见编制说明")
    making = {
        "steps": [a_step(name) for name in STEPS],
        "table": a_table(),
        "note": note,
        "review": {"reviewers": ["赵丽华"], "in_order": ["completeness", "format", "table", "content"]},
        "revision": dict.fromkeys(("comments", "minutes", "trial_analysis"), "见附件"),
    }
    return making | differing


A_MAKING = MakingBody(**a_making()).making()


def a_bank_file(*, theory=600, practical=20, defence=0, level=5, **differing):
    fields = {
        "occupation_code": CODE,
        "level": level,
        "acceptance": a_review_meeting(),
        "making": a_making(),
        "points": [dict(one) for one in POINTS],
        "theory": [an_item(number) for number in range(theory)],
        "practical": [a_task(number) for number in range(practical)],
    }
    if defence:
        fields["defence"] = [a_defence_question(number) for number in range(defence)]
    return fields | differing


def a_blueprint_file(*, theory=None, practical=None, **differing):
    fields = {
        "occupation_code": CODE,
        "level": 5,
        "theory": {
            "minutes": 90,
            "choice": 80,
            "judgement": 20,
            "marks_each": 1,
            "ranges": [{"prefix": prefix, "weight": 25} for prefix in AREAS],
            "difficulty": 0.65,
        }
        | (theory or {}),
        "practical": {"minutes": 120, "tasks": 1} | (practical or {}),
    }
    return fields | differing


def a_short_blueprint_file():
    """Ten items of ten marks: quick to assemble where the paper itself does not matter."""
    ranges = [{"prefix": "A", "weight": 40}, {"prefix": "B", "weight": 30}, {"prefix": "C", "weight": 30}]
    return a_blueprint_file(theory={"choice": 8, "judgement": 2, "marks_each": 10, "ranges": ranges})


def resources_of(file):
    return Resources(
        occupation_code=file["occupation_code"],
        level=file["level"],
        category=file.get("category", "technical"),
        points=[Point(**one) for one in file["points"]],
        theory=[TheoryItem(**one) for one in file["theory"]],
        practical=[
            PracticalTask(**(one | {"criteria": [Criterion(**line) for line in one["criteria"]]}))
            for one in file["practical"]
        ],
        defence=[DefenceQuestion(**one) for one in file.get("defence", [])],
    )


def an_acceptance(*, accepted_on=date(2026, 6, 18), signatures=SIGNATURES, members=None):
    members = signatures if members is None else members
    return Acceptance(accepted_on=accepted_on, signatures=list(signatures), members=list(members), fields=FIELDS)


def a_card(number, *, kind="choice", point=None, difficulty=650, enemies=()):
    return ItemCard(
        item_id=f"T-{number:04d}",
        kind=kind,
        point=point or f"A-{number:03d}",
        difficulty=difficulty,
        enemies=tuple(enemies),
    )


def a_demand(*, choice=4, judgement=2, ranges=None, difficulty=650):
    ranges = ranges or {"A": choice + judgement}
    kinds: dict[Kind, int] = {"choice": choice, "judgement": judgement}
    return FormDemand(kinds=kinds, ranges=ranges, difficulty=difficulty * (choice + judgement))


class GlassVault:
    """A vault that one can look into; it still minds the context."""

    def close(self, content, *, context):
        return Envelope(content=content.decode(), wrapped_key=context)

    def open(self, envelope, *, context):
        assert envelope.wrapped_key == context
        return envelope.content.encode()


VAULT = GlassVault()


def a_content(*, form="A", part="theory"):
    questions = [
        PrintedQuestion(no=1, item_id="T-1", kind="choice", stem="甲", options=["一", "二", "三", "四"], answer="C"),
        PrintedQuestion(no=2, item_id="T-2", kind="judgement", stem="乙", options=[], answer="F"),
    ]
    criteria = [Criterion(no=1, text="尺寸", marks=100, standard="超差 0.02 扣 5 分")]
    task: dict[str, Any] = {
        "no": 1,
        "item_id": "P-1",
        "title": "轴",
        "task": "车削",
        "minutes": 120,
        "knockouts": ["操作中断电"],
    }
    tasks = [PrintedTask(criteria=criteria, **task)]
    return PaperContent(
        paper_id=paper_of(form, part[0]),
        part=part,
        form=form,
        minutes=90,
        marks_each="1" if part == "theory" else "",
        questions=questions if part == "theory" else [],
        tasks=tasks if part == "practical" else [],
        provenance=PaperOrigin(seed=7, solver="solver", input_digest=hashlib.sha256(b"input").hexdigest()),
    )


def a_paper(*, form="A", part="theory", reviewed=False, sealed=False, batch_id=BATCH, code=CODE, level=5):
    paper = Paper.assemble(
        a_content(form=form, part=part),
        examination=Examination(batch_id=batch_id, occupation_code=code, level=level),
        vault=VAULT,
        earlier=None,
        act=Act("S-0001", NOW),
    )
    if reviewed or sealed:
        paper.review(approved=True, remark="", act=Act("S-0002", NOW))
    if sealed:
        paper.seal(VAULT, act=Act("S-0001", NOW))
        paper.collect_events()
    return paper


def a_plan(
    *,
    session_id=SESSION,
    part="theory",
    level=5,
    staff=("S-0011", "S-0012"),
    starts_at=START,
    ends_at=END,
    planned_at=NOW,
    spare=False,
):
    duties = ["chief-invigilator", "deputy-invigilator"] if part == "theory" else ["leader", "examiner", "examiner"]
    return SessionPlanned(
        session_id=session_id,
        batch_id=BATCH,
        part=part,
        occupation_code=CODE,
        level=level,
        room="101",
        starts_at=starts_at,
        ends_at=ends_at,
        candidates=30,
        staff=[Assignment(staff_id=one, duty=duty) for one, duty in zip(staff, duties, strict=False)],
        planned_at=planned_at,
        spare=spare,
    )


def a_session(**differing):
    return ExamSession.plan(a_plan(**differing), seq=1)


def an_opening():
    return Opening.of(paper_id=paper_of(), batch_id=BATCH, session_id=SESSION)


def an_extension(*, minutes=20, ends_at=None, session_id=SESSION):
    return ExamTimeExtended(
        session_id=session_id,
        batch_id=BATCH,
        incident_id="I-1",
        minutes=minutes,
        ends_at=ends_at or END + timedelta(minutes=minutes),
        extended_at=START,
    )


def an_approval(*, incident_id="I-2", session_ids=(SESSION,)):
    return SparePaperApproved(
        incident_id=incident_id,
        batch_id=BATCH,
        session_ids=list(session_ids),
        approved_by="S-0099",
        approved_at=START,
    )


def a_bank(file=None, **differing):
    """A bank that was accepted, and its items."""
    resources = resources_of(file or a_bank_file())
    delivery = Delivery(making=A_MAKING, acceptance=an_acceptance())
    act = Act("S-0001", NOW)
    bank = Bank.take_in(resources, **{"delivery": delivery, "earlier": None, "act": act} | differing)
    return bank, revised([], resources, bank_id=bank.id, vault=VAULT, act=act)


def an_examiner(staff_id, *, code=CODE, from_day="2026-01-01", until_day="2027-12-31", terms=None):
    term = ExaminerTerm(occupation_code=code, from_day=from_day, until_day=until_day)
    return ExaminerTermsChanged(staff_id=staff_id, terms=[term] if terms is None else terms)
