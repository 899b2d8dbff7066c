"""What the service does on a command, an event or a deadline."""

from services.certification.use_cases.issuing import issue_certificates
from services.certification.use_cases.noticing import (
    amend_result,
    correct_result,
    decide_objection,
    end_notice,
    keep_batch,
    keep_candidate,
    lodge_objection,
    post_result,
)

__all__ = [
    "amend_result",
    "correct_result",
    "decide_objection",
    "end_notice",
    "issue_certificates",
    "keep_batch",
    "keep_candidate",
    "lodge_objection",
    "post_result",
]
