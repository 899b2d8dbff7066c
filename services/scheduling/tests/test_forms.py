"""Each form is what the rulebook asks for, by a table that was written from the rulebook; and it works."""

from dataclasses import dataclass
from datetime import datetime

import pytest
import pytest_asyncio

from libs.chassis.testing import Harness
from libs.contracts import volumes
from libs.forms.fields import Choice
from libs.forms.subject import a_year
from libs.forms.testing import Proof
from services.scheduling.domain.forms.book import BOOK
from services.scheduling.main import build
from services.scheduling.tests.builders import BATCH, PLANNING_DAY
from services.scheduling.tests.conftest import Batch
from services.scheduling.views.form_subjects import FormSubjects


@dataclass(frozen=True)
class Demand:
    """What a sentence of the rulebook asks of a form: at least these fields, these signatures, by then, filed there.

    `signed`: who signs, and how many different people of them. `due` is a moment of the batch under test; the rulebook
    says for few papers by when, so most are held to the beginning of what they prepare, or to the end of the day.
    """

    form: str
    fields: str
    signed: tuple[tuple[str, int], ...]
    due: str
    volume: str


OFFICE, SITE_HEAD, INVIGILATOR, EXAMINER = ("exam-affairs", 1), ("site-head", 1), ("invigilator", 1), ("examiner", 1)
DIRECTOR = ("director", 1)
INVIGILATORS = ("invigilator", 2)
EVE = "2026-09-19T00:00+08:00"
THEORY_START, THEORY_END, THEORY_DAY = "2026-09-19T09:00+08:00", "2026-09-19T10:30+08:00", "2026-09-20T00:00+08:00"
PRACTICAL_START, LAST_DAY = "2026-09-20T08:30+08:00", "2026-09-21T00:00+08:00"
DAY_AFTER = "2026-09-21T10:30+08:00"

LEADER, EXAMINERS, SUPERVISOR, QUALITY = ("examiner:leader", 1), ("examiner", 2), ("supervisor", 1), ("quality", 1)
HANDLED_BY_TWO = (("invigilator examiner", 2), ("site-head exam-affairs", 1))
BY_QUALITY = (("quality site-head", 1), DIRECTOR)
PRACTICAL_RECORD = "practical-room-record"
ON_SITE = "on-site-supervision-report"

DEMANDS = {
    "SCH-01": [
        Demand(
            "implementation-plan",
            "candidates times rooms theory-layout practical-plan",
            (OFFICE, DIRECTOR),
            THEORY_START,
            volumes.PLAN,
        )
    ],
    "SCH-04": [
        Demand(
            "theory-room-notice", "time layout mode network safeguards", (OFFICE, SITE_HEAD), THEORY_START, volumes.PLAN
        ),
        Demand(
            "practical-room-notice",
            "equipment tools materials place workstations",
            (OFFICE, SITE_HEAD),
            PRACTICAL_START,
            volumes.PLAN,
        ),
    ],
    "SCH-05": [
        Demand(
            "postings",
            "room-map road-signs timetable room-rules candidate-notes posted-at",
            (SITE_HEAD,),
            EVE,
            volumes.COURSE,
        )
    ],
    "SCH-06": [Demand("candidates-visit", "rooms equipment workstations held-at", (SITE_HEAD,), EVE, volumes.COURSE)],
    "SCH-17": [Demand("site-heads", "chief chief-post deputies", (DIRECTOR,), EVE, volumes.PLAN)],
    "SCH-29": [
        Demand("room-acceptance", "inspected-at conclusion state closed-at", (SITE_HEAD,), THEORY_START, volumes.COURSE)
    ],
    "SCH-30": [Demand("machine-room-debugging", "mode computers debugged-at", (SITE_HEAD,), EVE, volumes.COURSE)],
    "SCH-36": [
        Demand(
            "equipment-inspection",
            "last-inspected-at inspected-at equipment hazards removed-by removed-at",
            (SITE_HEAD,),
            EVE,
            volumes.COURSE,
        )
    ],
    "SCH-07": [
        Demand(
            "site-readiness",
            "office spare-room secrecy-room medical-room forbidden-items",
            (SITE_HEAD,),
            THEORY_START,
            volumes.COURSE,
        )
    ],
    "SCH-08": [
        Demand("site-readiness", "cards stationery invigilation-equipment", (SITE_HEAD,), THEORY_START, volumes.COURSE)
    ],
    "SCH-09": [
        Demand("site-readiness", "medical-staff guards logistics roving", (SITE_HEAD,), THEORY_START, volumes.COURSE)
    ],
    "SCH-13": [
        Demand(
            "practical-room-acceptance",
            "clean equipment-intact accuracy safe-production",
            (EXAMINER, SITE_HEAD),
            PRACTICAL_START,
            volumes.COURSE,
        )
    ],
    "SCH-15": [
        Demand(
            "practical-room-acceptance",
            "tools materials repair-staff supply-staff",
            (EXAMINER, SITE_HEAD),
            PRACTICAL_START,
            volumes.COURSE,
        )
    ],
    "SCH-16": [
        Demand(
            "practical-room-acceptance", "cordon cordon-guard", (EXAMINER, SITE_HEAD), PRACTICAL_START, volumes.COURSE
        )
    ],
    "SCH-25": [
        Demand(
            "exam-affairs-meeting",
            "group held-at requirements attended",
            (OFFICE, SITE_HEAD),
            THEORY_START,
            volumes.PLAN,
        )
    ],
    "SCH-26": [
        Demand(
            "theory-staff-training",
            "affairs-measures room-rules candidate-violations staff-violations held-at attended",
            (OFFICE,),
            THEORY_START,
            volumes.PLAN,
        )
    ],
    "SCH-27": [
        Demand(
            "practical-staff-training",
            "affairs-measures room-rules safe-operation candidate-violations staff-violations held-at attended",
            (OFFICE,),
            THEORY_START,
            volumes.PLAN,
        )
    ],
    "SCH-28": [
        Demand(
            "rules-published",
            "room-rules violation-rules published-at",
            (("exam-affairs site-head", 1),),
            THEORY_START,
            volumes.COURSE,
        )
    ],
    "SCH-31": [
        Demand(
            "rehearsal",
            "software network practical-sessions rehearsed-at division instruments",
            (OFFICE,),
            THEORY_START,
            volumes.PLAN,
        )
    ],
    "SCH-32": [
        Demand(
            "practical-room-acceptance",
            "conclusion defects head-told-at rectified",
            (EXAMINER, SITE_HEAD),
            PRACTICAL_START,
            volumes.COURSE,
        )
    ],
    "SCH-33": [
        Demand(
            "practical-room-acceptance",
            "safety-manager safety-inspected",
            (EXAMINER, SITE_HEAD),
            PRACTICAL_START,
            volumes.COURSE,
        )
    ],
    "SCH-35": [
        Demand(
            "practical-room-acceptance",
            "fire-safety no-hazards",
            (EXAMINER, SITE_HEAD),
            PRACTICAL_START,
            volumes.COURSE,
        )
    ],
    "PER-08": [
        Demand(
            "practical-room-acceptance",
            "clean equipment-intact materials tools test-instruments fire-safety",
            (EXAMINER, SITE_HEAD),
            PRACTICAL_START,
            volumes.COURSE,
        )
    ],
    "ORG-15": [
        Demand("examiner-training", "content held-at examiners managers", (OFFICE,), THEORY_START, volumes.PLAN)
    ],
    "EXM-03": [
        Demand("subject-storage", "subjects", (OFFICE, ("exam-affairs site-head", 1)), THEORY_START, volumes.COURSE)
    ],
    "EXM-07": [
        Demand(
            "sign-in-sheet",
            "admitted-at candidates",
            (("invigilator:chief-invigilator", 1),),
            THEORY_END,
            volumes.COURSE,
        )
    ],
    "EXM-10": [
        Demand(
            "theory-room-record", "devices", (INVIGILATORS, ("site-head exam-affairs", 1)), THEORY_DAY, volumes.COURSE
        )
    ],
    "EXM-13": [
        Demand(
            "theory-room-record",
            "mode computers-checked computers",
            (INVIGILATORS, ("site-head exam-affairs", 1)),
            THEORY_DAY,
            volumes.COURSE,
        )
    ],
    "EXM-15": [
        Demand("identity-doubt", "ticket found details reported-at", (INVIGILATOR, OFFICE), THEORY_DAY, volumes.COURSE)
    ],
    "EXM-16": [
        Demand(
            "theory-room-record",
            "five-way impostors impersonation",
            (INVIGILATORS, ("site-head exam-affairs", 1)),
            THEORY_DAY,
            volumes.COURSE,
        )
    ],
    "EXM-19": [
        Demand(
            "theory-room-record",
            "expected present absent absentees names-rechecked",
            (INVIGILATORS, ("site-head exam-affairs", 1)),
            THEORY_DAY,
            volumes.COURSE,
        )
    ],
    "EXM-21": [
        Demand(
            "sealing-record", "ended-at face-down left-after-count", (INVIGILATORS, OFFICE), THEORY_DAY, volumes.RESULTS
        )
    ],
    "EXM-23": [
        Demand(
            "sealing-record",
            "received answered absentees spare missing cards cards-missing traced reported-at",
            (INVIGILATORS, OFFICE),
            THEORY_DAY,
            volumes.RESULTS,
        )
    ],
    "EXM-24": [
        Demand(
            "sealing-record", "ordered spare-behind accepted-at", (INVIGILATORS, OFFICE), THEORY_DAY, volumes.RESULTS
        )
    ],
    "EXM-25": [Demand("sealing-record", "accepted-at sealed-at", (INVIGILATORS, OFFICE), THEORY_DAY, volumes.RESULTS)],
    "EXM-26": [
        Demand(
            "script-handover",
            "bags carrier due-at destination arrived-at",
            (("exam-affairs site-head", 1), ("exam-affairs item-bank general-office", 1)),
            LAST_DAY,
            volumes.RESULTS,
        )
    ],
    "EXM-40": [
        Demand(
            "theory-room-record",
            "violations",
            (INVIGILATORS, ("site-head exam-affairs", 1)),
            THEORY_DAY,
            volumes.COURSE,
        )
    ],
    "EXM-42": [
        Demand(
            "closing-meeting",
            "held-at invigilators summary",
            (("site-head exam-affairs", 1),),
            DAY_AFTER,
            volumes.COURSE,
        )
    ],
    "EXM-51": [Demand(PRACTICAL_RECORD, "lost-time", (EXAMINERS, SUPERVISOR), LAST_DAY, volumes.COURSE)],
    "EXM-53": [
        Demand(PRACTICAL_RECORD, "pieces pieces-sealed no-marks", (EXAMINERS, SUPERVISOR), LAST_DAY, volumes.COURSE)
    ],
    "EXM-55": [Demand(PRACTICAL_RECORD, "candidates", (EXAMINERS, SUPERVISOR), LAST_DAY, volumes.COURSE)],
    "EXM-57": [
        Demand(PRACTICAL_RECORD, "safety-read-at safety-read-by", (EXAMINERS, SUPERVISOR), LAST_DAY, volumes.COURSE)
    ],
    "EXM-58": [Demand(PRACTICAL_RECORD, "unsafe", (EXAMINERS, SUPERVISOR), LAST_DAY, volumes.COURSE)],
    "EXM-59": [
        Demand(PRACTICAL_RECORD, "cleared shut-down power-cut", (EXAMINERS, SUPERVISOR), LAST_DAY, volumes.COURSE)
    ],
    "PER-11": [
        Demand("examiners-meeting", "held-at tasks standard division", (LEADER,), PRACTICAL_START, volumes.COURSE)
    ],
    "PER-37": [
        Demand(
            "examiner-record",
            "card occupation held-at level candidates place site course",
            (EXAMINER, SUPERVISOR),
            LAST_DAY,
            volumes.COURSE,
        )
    ],
    "PER-09": [
        Demand(
            "violation-report", "act gravity handled", (LEADER, ("exam-affairs quality", 1)), LAST_DAY, volumes.COURSE
        )
    ],
    "PER-13": [
        Demand(
            "time-proposal",
            "situation proposal minutes",
            (EXAMINER, ("exam-affairs director", 1)),
            LAST_DAY,
            volumes.COURSE,
        )
    ],
    "DIS-04": [
        Demand("candidate-violation", "ticket act facts at handled", HANDLED_BY_TWO, THEORY_DAY, volumes.COURSE)
    ],
    "DIS-05": [
        Demand("candidate-violation", "ticket act facts at handled", HANDLED_BY_TWO, THEORY_DAY, volumes.COURSE)
    ],
    "DIS-06": [
        Demand("candidate-violation", "ticket act facts at handled", HANDLED_BY_TWO, THEORY_DAY, volumes.COURSE)
    ],
    "DIS-07": [
        Demand("candidate-violation", "ticket act facts at handled", HANDLED_BY_TWO, THEORY_DAY, volumes.COURSE)
    ],
    "DIS-08": [
        Demand("candidate-violation", "ticket act facts at handled", HANDLED_BY_TWO, THEORY_DAY, volumes.COURSE)
    ],
    "DIS-10": [
        Demand("candidate-violation", "ticket act facts at handled", HANDLED_BY_TWO, THEORY_DAY, volumes.COURSE)
    ],
    "DIS-11": [
        Demand("candidate-violation", "ticket act facts at handled", HANDLED_BY_TWO, THEORY_DAY, volumes.COURSE)
    ],
    "DIS-12": [
        Demand("candidate-violation", "ticket act facts at handled", HANDLED_BY_TWO, THEORY_DAY, volumes.COURSE)
    ],
    "DIS-13": [
        Demand("candidate-violation", "ticket act facts at handled", HANDLED_BY_TWO, THEORY_DAY, volumes.COURSE)
    ],
    "DIS-15": [
        Demand("candidate-violation", "ticket act facts at handled", HANDLED_BY_TWO, THEORY_DAY, volumes.COURSE)
    ],
    "DIS-16": [
        Demand("candidate-violation", "ticket act facts at handled", HANDLED_BY_TWO, THEORY_DAY, volumes.COURSE)
    ],
    "DIS-17": [
        Demand("candidate-violation", "ticket act facts at handled", HANDLED_BY_TWO, THEORY_DAY, volumes.COURSE)
    ],
    "DIS-18": [
        Demand("candidate-violation", "ticket act facts at handled", HANDLED_BY_TWO, THEORY_DAY, volumes.COURSE)
    ],
    "EXM-35": [
        Demand("candidate-violation", "ticket act facts at handled", HANDLED_BY_TWO, THEORY_DAY, volumes.COURSE)
    ],
    "DIS-25": [Demand("staff-violation", "who act facts measure", BY_QUALITY, "", volumes.MANAGEMENT)],
    "DIS-26": [Demand("staff-violation", "who act facts measure", BY_QUALITY, "", volumes.MANAGEMENT)],
    "DIS-27": [Demand("staff-violation", "who act facts measure", BY_QUALITY, "", volumes.MANAGEMENT)],
    "DIS-28": [Demand("staff-violation", "who act facts measure", BY_QUALITY, "", volumes.MANAGEMENT)],
    "DIS-29": [Demand("staff-violation", "who act facts measure", BY_QUALITY, "", volumes.MANAGEMENT)],
    "DIS-30": [Demand("staff-violation", "who act facts measure", BY_QUALITY, "", volumes.MANAGEMENT)],
    "DIS-32": [
        Demand("staff-violation", "employment employer-told-at dismissed-at", BY_QUALITY, "", volumes.MANAGEMENT)
    ],
    "QSP-13": [Demand("supervision-notice", "form standard", (QUALITY, DIRECTOR), THEORY_START, volumes.COURSE)],
    "QSP-14": [
        Demand("supervision-notice", "to matters supervisors from", (QUALITY, DIRECTOR), THEORY_START, volumes.COURSE)
    ],
    "QSP-05": [Demand(ON_SITE, "theory practical examiners", (SUPERVISOR, QUALITY), LAST_DAY, volumes.COURSE)],
    "QSP-06": [
        Demand(
            ON_SITE,
            "assembly printing marking score-entry release secrecy",
            (SUPERVISOR, QUALITY),
            LAST_DAY,
            volumes.COURSE,
        )
    ],
    "QSP-07": [
        Demand(
            ON_SITE,
            "certificates certificates-sound certificates-reported-at certificates-proposal",
            (SUPERVISOR, QUALITY),
            LAST_DAY,
            volumes.COURSE,
        )
    ],
    "QSP-12": [Demand(ON_SITE, "means survey cooperated obstruction", (SUPERVISOR, QUALITY), LAST_DAY, volumes.COURSE)],
    "QSP-15": [Demand(ON_SITE, "opinions-heard score assessment", (SUPERVISOR, QUALITY), LAST_DAY, volumes.COURSE)],
    "QSP-34": [Demand(ON_SITE, "organisation theory practical", (SUPERVISOR, QUALITY), LAST_DAY, volumes.COURSE)],
    "QSP-03": [Demand("supervision-opinion", "corrections", (SUPERVISOR, DIRECTOR), "", volumes.COURSE)],
    "QSP-16": [Demand("supervision-opinion", "opinion rectify rectify-by", (SUPERVISOR, DIRECTOR), "", volumes.COURSE)],
    "QSP-17": [Demand("rectification-report", "measures responsible", (DIRECTOR, QUALITY), "", volumes.COURSE)],
    "QSP-18": [Demand("supervision-report", "course findings conclusion", (SUPERVISOR, QUALITY), "", volumes.COURSE)],
    "QSP-19": [Demand("supervision-report", "course results", (SUPERVISOR, QUALITY), "", volumes.COURSE)],
    "QSP-08": [
        Demand(
            "report-inquiry",
            "received-at matter investigated verified evidence",
            (SUPERVISOR, QUALITY),
            "",
            volumes.COURSE,
        )
    ],
    "QSP-09": [
        Demand(
            "major-problem-study", "problem study proposals", (SUPERVISOR, ("quality director", 1)), "", volumes.COURSE
        )
    ],
    "QSP-35": [
        Demand(
            "bureau-inspection",
            "inspector came-at instructions followed",
            (OFFICE, SITE_HEAD),
            LAST_DAY,
            volumes.COURSE,
        )
    ],
}

OF_A_PERSON = (
    "name sex ethnicity photo education political-status work-years occupation certificate employer phone id-number"
)
KEEPER_AND_DIRECTOR = (("exam-affairs general-office", 1), DIRECTOR)
QUALITY_AND_DIRECTOR = (QUALITY, DIRECTOR)
PAYING = (("finance", 1), DIRECTOR)
PRACTICAL_FIRST = THEORY_START  # the batch's first session, of whatever part
YEAR_END, END_OF_JANUARY = "2027-01-01T00+08:00", "2026-02-01T00+08:00"
DEMANDS |= {
    "SCH-10": [
        Demand(
            "theory-room-check",
            "classroom quiet clean ventilated bright manageable",
            (SITE_HEAD,),
            THEORY_START,
            volumes.COURSE,
        )
    ],
    "EXM-27": [Demand("theory-rules-read", "both-cards", (INVIGILATORS,), THEORY_DAY, volumes.COURSE)],
    "EXM-28": [Demand("theory-rules-read", "allowed", (INVIGILATORS,), THEORY_DAY, volumes.COURSE)],
    "EXM-29": [Demand("theory-rules-read", "left-outside", (INVIGILATORS,), THEORY_DAY, volumes.COURSE)],
    "EXM-30": [Demand("theory-rules-read", "questions", (INVIGILATORS,), THEORY_DAY, volumes.COURSE)],
    "EXM-31": [Demand("theory-rules-read", "writing", (INVIGILATORS,), THEORY_DAY, volumes.COURSE)],
    "EXM-32": [Demand("theory-rules-read", "answer-card", (INVIGILATORS,), THEORY_DAY, volumes.COURSE)],
    "EXM-33": [Demand("theory-rules-read", "order breaches", (INVIGILATORS,), THEORY_DAY, volumes.COURSE)],
    "EXM-34": [Demand("theory-rules-read", "nothing-out", (INVIGILATORS,), THEORY_DAY, volumes.COURSE)],
    "EXM-61": [Demand("theory-rules-read", "no-lingering", (INVIGILATORS,), THEORY_DAY, volumes.COURSE)],
    "EXM-46": [
        Demand(
            "practical-order-record",
            "drawn-place tools-checked papers-unsealed-at",
            (EXAMINERS,),
            LAST_DAY,
            volumes.COURSE,
        )
    ],
    "EXM-49": [Demand("practical-order-record", "independent breaches", (EXAMINERS,), LAST_DAY, volumes.COURSE)],
    "EXM-50": [Demand("practical-order-record", "no-guidance", (EXAMINERS,), LAST_DAY, volumes.COURSE)],
    "EXM-54": [Demand("practical-order-record", "cleaned no-lingering", (EXAMINERS,), LAST_DAY, volumes.COURSE)],
    "EXM-56": [Demand("practical-order-record", "waited", (EXAMINERS,), LAST_DAY, volumes.COURSE)],
    "EXM-60": [
        Demand("practical-order-record", "procedures accident accident-handled", (EXAMINERS,), LAST_DAY, volumes.COURSE)
    ],
    "EXM-36": [Demand("invigilator-duty-record", "place", (INVIGILATOR,), THEORY_DAY, volumes.COURSE)],
    "EXM-37": [
        Demand("invigilator-duty-record", "no-favour at-post no-copying", (INVIGILATOR,), THEORY_DAY, volumes.COURSE)
    ],
    "EXM-38": [Demand("invigilator-duty-record", "phone", (INVIGILATOR,), THEORY_DAY, volumes.COURSE)],
    "EXM-39": [Demand("invigilator-duty-record", "entered", (INVIGILATOR,), THEORY_DAY, volumes.COURSE)],
    "EXM-41": [Demand("invigilator-duty-record", "next-session", (INVIGILATOR,), THEORY_DAY, volumes.COURSE)],
    "EXM-43": [Demand("invigilator-duty-record", "card", (INVIGILATOR,), THEORY_DAY, volumes.COURSE)],
    "PER-10": [Demand("examiner-duty-record", "demands demanded no-leak", (EXAMINER,), LAST_DAY, volumes.COURSE)],
    "PER-19": [Demand("examiner-duty-record", "card code at-post", (EXAMINER,), LAST_DAY, volumes.COURSE)],
    "PER-40": [Demand("examiner-duty-record", "accepts-inspection guidance", (EXAMINER,), LAST_DAY, volumes.COURSE)],
    "QSP-04": [Demand("supervisor-duty-record", "secrecy demands demanded", (SUPERVISOR,), LAST_DAY, volumes.COURSE)],
    "QSP-11": [Demand("supervisor-duty-record", "card facts", (SUPERVISOR,), LAST_DAY, volumes.COURSE)],
    "SCH-20": [
        Demand("invigilators-kept", "invigilators again new why-new fit", (OFFICE,), THEORY_START, volumes.PLAN)
    ],
    "SCH-37": [
        Demand(
            "affairs-post-record", "layout acceptance practical-totals", (OFFICE, DIRECTOR), DAY_AFTER, volumes.COURSE
        )
    ],
    "ORG-24": [
        Demand(
            "affairs-post-record", "work-plan theory practical platform", (OFFICE, DIRECTOR), DAY_AFTER, volumes.COURSE
        )
    ],
    "PER-36": [
        Demand(
            "examiner-application",
            f"{OF_A_PERSON} class career recommended card-number issued-on",
            KEEPER_AND_DIRECTOR,
            "",
            volumes.MANAGEMENT,
        )
    ],
    "QSP-22": [
        Demand(
            "supervisor-application",
            f"{OF_A_PERSON} own-request recommended",
            QUALITY_AND_DIRECTOR,
            "",
            volumes.MANAGEMENT,
        )
    ],
    "PER-41": [
        Demand("examiners-chosen", "examiners mentoring reserve", KEEPER_AND_DIRECTOR, YEAR_END, volumes.MANAGEMENT)
    ],
    "PER-22": [
        Demand(
            "examiner-business-training",
            "syllabus reader courseware policy ethics standards norms held-at attended",
            KEEPER_AND_DIRECTOR,
            "",
            volumes.MANAGEMENT,
        )
    ],
    "PER-23": [
        Demand(
            "examiner-upgrade-training", "ground changed content held-at", KEEPER_AND_DIRECTOR, "", volumes.MANAGEMENT
        )
    ],
    "PER-24": [
        Demand(
            "examiner-qualification-test",
            "written-at practical-at results",
            KEEPER_AND_DIRECTOR,
            "",
            volumes.MANAGEMENT,
        )
    ],
    "PER-27": [
        Demand(
            "examiner-files", "files ledger entered maintained-on", KEEPER_AND_DIRECTOR, YEAR_END, volumes.MANAGEMENT
        )
    ],
    "QSP-27": [
        Demand(
            "supervisor-files", "files ledger entered maintained-on", QUALITY_AND_DIRECTOR, YEAR_END, volumes.MANAGEMENT
        )
    ],
    "PER-29": [
        Demand("examiner-contract", "who duties rights from until", (EXAMINER, DIRECTOR), "", volumes.MANAGEMENT)
    ],
    "PER-07": [
        Demand("examiner-dispatch", "examiners meeting-at informed", (OFFICE, EXAMINER), PRACTICAL_FIRST, volumes.PLAN)
    ],
    "PER-30": [Demand("examiner-allowances", "paid paid-on", PAYING, DAY_AFTER, volumes.MANAGEMENT)],
    "QSP-30": [Demand("supervisor-allowances", "basis paid paid-on", PAYING, "", volumes.MANAGEMENT)],
    "PER-14": [
        Demand("examiner-bank-review", "bank reviewed proposals", (EXAMINER, ("item-bank", 1)), "", volumes.MANAGEMENT)
    ],
    "PER-15": [Demand("examiner-appeal", "infringed asked lodged-on", (EXAMINER, DIRECTOR), "", volumes.MANAGEMENT)],
    "PER-38": [
        Demand("examiner-records-uploaded", "items complete", (("quality exam-affairs", 1),), DAY_AFTER, volumes.COURSE)
    ],
    "QSP-21": [
        Demand("supervision-uploaded", "items complete", (("quality exam-affairs", 1),), DAY_AFTER, volumes.COURSE)
    ],
    "QSP-01": [
        Demand("supervisors-chosen", "internal external", QUALITY_AND_DIRECTOR, END_OF_JANUARY, volumes.MANAGEMENT)
    ],
    "QSP-23": [Demand("supervisor-training", "results", QUALITY_AND_DIRECTOR, "", volumes.MANAGEMENT)],
    "QSP-25": [Demand("supervisor-training", "policy ethics process", QUALITY_AND_DIRECTOR, "", volumes.MANAGEMENT)],
    "QSP-26": [Demand("supervisor-training", "tested-at paper", QUALITY_AND_DIRECTOR, "", volumes.MANAGEMENT)],
    "QSP-20": [
        Demand(
            "double-random-draw",
            "supervisors drawn means published-where published-at",
            (QUALITY, ("director general-office", 1)),
            "",
            volumes.COURSE,
        )
    ],
    "DIS-19": [
        Demand(
            "institution-sanction",
            "act facts measure rectify-by blacklisted-at",
            QUALITY_AND_DIRECTOR,
            "",
            volumes.MANAGEMENT,
        )
    ],
    "DIS-20": [
        Demand(
            "officer-sanction",
            "who act measure card-back-at employer-told-at crime transferred-at",
            QUALITY_AND_DIRECTOR,
            "",
            volumes.MANAGEMENT,
        )
    ],
    "DIS-21": [
        Demand(
            "bank-staff-sanction", "who act measure crime transferred-at", QUALITY_AND_DIRECTOR, "", volumes.MANAGEMENT
        )
    ],
    "DIS-22": [
        Demand("certificate-staff-sanction", "who act measure liability", QUALITY_AND_DIRECTOR, "", volumes.MANAGEMENT)
    ],
    "DIS-23": [
        Demand(
            "supervision-obstructed",
            "act criticised corrected then reported-at",
            QUALITY_AND_DIRECTOR,
            "",
            volumes.MANAGEMENT,
        )
    ],
    "DIS-24": [
        Demand(
            "supervisor-sanction",
            "who act measure cancelled-at crime transferred-at",
            QUALITY_AND_DIRECTOR,
            "",
            volumes.MANAGEMENT,
        )
    ],
    "PER-39": [
        Demand(
            "violation-report",
            "reported-at in-the-record",
            (LEADER, ("exam-affairs quality", 1)),
            LAST_DAY,
            volumes.COURSE,
        )
    ],
}

# One batch serves all forms: no form is in the way of another.
pytestmark = pytest.mark.asyncio(loop_scope="module")
SUBJECTS = {"batch": BATCH, "site": f"{BATCH}~主考点"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def held(tmp_path_factory):
    """Four candidates, one theory and one practical session, everybody told."""
    async with Harness(build, tmp_path_factory.mktemp("forms"), now=PLANNING_DAY) as harness:
        batch = Batch(harness)
        await batch.register()
        await batch.enrol(4)
        assert (await batch.plan()).status_code == 201
        await batch.publish()
        yield batch


async def subject_of(batch, form):
    subjects = batch.harness.service.wiring.bundle(FormSubjects, batch.harness.service.transactions.begin())
    part = next(iter(form.only), "theory")
    if form.about == "year":
        return a_year("year-2026")
    found = SUBJECTS.get(form.about) or (await batch.session(part))["session_id"]
    return await subjects.get(form.about, found)


@pytest.mark.parametrize(
    "form", [pytest.param(form, id=form.name, marks=pytest.mark.rule(*form.rules)) for form in BOOK.forms]
)
async def test_a_form_is_what_its_rules_ask_and_works(held, form):
    subject = await subject_of(held, form)

    asked = {rule: demand for rule, demands in DEMANDS.items() for demand in demands if demand.form == form.name}
    assert asked.keys() == set(form.rules)
    for demand in asked.values():
        assert set(demand.fields.split()) <= form.labels.keys()
        assert tuple((" ".join(place.roles), place.people) for place in form.signatures) == demand.signed
        assert (form.due.at(subject.anchors) if form.due else None) == read_moment(demand.due)
        assert (form.volume, form.years) == (demand.volume, 5)
    await Proof(held.harness, BOOK, form, subject).holds()


def read_moment(told):
    return datetime.fromisoformat(told) if told else None


async def test_every_demand_is_of_a_form_that_there_is():
    assert {demand.form for demands in DEMANDS.values() for demand in demands} == set(BOOK.by_name)


LEADS_TO = {
    "candidate-violation": {
        **dict.fromkeys(("1-1", "1-2", "1-3", "1-4", "1-5"), frozenset({"warned", "paper-void"})),
        **dict.fromkeys(("2-1", "2-2", "2-3", "2-4"), frozenset({"score-cancelled"})),
        **dict.fromkeys(("3-1", "3-2", "3-3", "3-4", "3-5"), frozenset({"disqualified"})),
    },
    "staff-violation": {
        "absent": {"truancy"},
        "appearance": {"sent-away"},
        "neglect": {"by-loss"},
        "unreported": {"dereliction"},
        **dict.fromkeys(("leak", "favour"), frozenset({"warning", "demerit", "major-demerit", "dismissal"})),
    },
    "officer-sanction": {
        "manager": {"moved", "suspended"},
        **dict.fromkeys(("examiner", "supervisor"), frozenset({"moved", "suspended", "card"})),
    },
    "supervision-obstructed": {"yes": {"none"}, "refused": {"rectify", "disqualified"}},
}


@pytest.mark.rule(
    *("DIS-04", "DIS-05", "DIS-06", "DIS-07", "DIS-08", "DIS-10", "DIS-11", "DIS-12", "DIS-13", "DIS-15", "DIS-16"),
    *("DIS-20", "DIS-23"),
    *("DIS-17", "DIS-18", "DIS-25", "DIS-26", "DIS-27", "DIS-28", "DIS-29", "DIS-30"),
)
@pytest.mark.parametrize(
    ("name", "of", "then"),
    [
        ("candidate-violation", "act", "handled"),
        ("staff-violation", "act", "measure"),
        ("officer-sanction", "post", "measure"),
        ("supervision-obstructed", "corrected", "then"),
    ],
)
async def test_each_act_leads_to_what_the_rulebook_says_and_nothing_else(name, of, then):
    form = BOOK.form(name)
    acts, measures = (
        {one.name: one.options for one in form.fields if isinstance(one, Choice)}[key] for key in (of, then)
    )

    taken = {act: {one for one in measures if form.wrong(form.example() | {of: act, then: one}) == []} for act in acts}

    assert taken == LEADS_TO[name]
