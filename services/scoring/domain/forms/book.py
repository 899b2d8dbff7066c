"""All forms of scoring."""

from libs.contracts.scoring import ScoringFormOverdue, ScoringFormRecorded
from libs.forms.declaration import Book

BOOK = Book(
    forms=(),
    recorded=ScoringFormRecorded,
    overdue=ScoringFormOverdue,
    readers=("exam-affairs", "quality", "director", "auditor"),
)
