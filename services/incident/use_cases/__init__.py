"""What the service does on a command, an event or a deadline: load, ask the aggregate, save."""

from services.incident.use_cases.aftermath import (
    add_photo,
    classify_secrecy,
    close_incident,
    record_follow_up,
    release_statement,
)
from services.incident.use_cases.desk import (
    Desk,
)
from services.incident.use_cases.duty import (
    check_readiness,
    enter_roster,
    keep_candidate,
    keep_paper,
    keep_session,
)
from services.incident.use_cases.handling import (
    ExamWorld,
    approve_disposition,
    complete_disposition,
    note_answer,
    preview_disposition,
    propose_disposition,
    refuse_disposition,
)
from services.incident.use_cases.preparing import (
    check_precaution,
    decide_precaution,
    found_leading_group,
    record_preparation,
)
from services.incident.use_cases.reporting import (
    acknowledge_incident,
    call_overdue,
    correct_discovery,
    designate_reporter,
    file_stage_report,
    merge_incidents,
    reclassify_incident,
    remind_of_first_report,
    report_incident,
    ring_ladder,
    tell_first_report,
)
from services.incident.use_cases.sending import begin_sending, dismiss_notice, note_receipt, show_notice

__all__ = [
    "Desk",
    "ExamWorld",
    "acknowledge_incident",
    "add_photo",
    "approve_disposition",
    "begin_sending",
    "call_overdue",
    "check_precaution",
    "check_readiness",
    "classify_secrecy",
    "close_incident",
    "complete_disposition",
    "correct_discovery",
    "decide_precaution",
    "designate_reporter",
    "dismiss_notice",
    "enter_roster",
    "file_stage_report",
    "found_leading_group",
    "keep_candidate",
    "keep_paper",
    "keep_session",
    "merge_incidents",
    "note_answer",
    "note_receipt",
    "preview_disposition",
    "propose_disposition",
    "reclassify_incident",
    "record_follow_up",
    "record_preparation",
    "refuse_disposition",
    "release_statement",
    "remind_of_first_report",
    "report_incident",
    "ring_ladder",
    "show_notice",
    "tell_first_report",
]
