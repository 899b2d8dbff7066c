"""What scoring does: code, mark, check, approve, publish, re-check."""

from services.scoring.use_cases.attendance import call_off_session, code_scripts, plan_session, schedule_candidate
from services.scoring.use_cases.codes import read_codes
from services.scoring.use_cases.dispositions import score_zero, void_results
from services.scoring.use_cases.lists import approve_list, check_list, publish_list
from services.scoring.use_cases.marking import (
    correct_answer,
    correct_form,
    correct_key,
    correct_score_sheet,
    import_answer_sheets,
    note_paper,
    receive_key,
    rule_dispute,
    take_score_sheets,
)
from services.scoring.use_cases.rechecks import note_objection, recheck_result

__all__ = [
    "approve_list",
    "call_off_session",
    "check_list",
    "code_scripts",
    "correct_answer",
    "correct_form",
    "correct_key",
    "correct_score_sheet",
    "import_answer_sheets",
    "note_objection",
    "note_paper",
    "plan_session",
    "publish_list",
    "read_codes",
    "receive_key",
    "recheck_result",
    "rule_dispute",
    "schedule_candidate",
    "score_zero",
    "take_score_sheets",
    "void_results",
]
