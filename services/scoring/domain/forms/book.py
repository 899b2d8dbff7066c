"""All forms of scoring."""

from libs.contracts.scoring import ScoringFormOverdue, ScoringFormRecorded
from libs.forms.declaration import Book
from services.scoring.domain.forms import marking, pieces

BOOK = Book(
    forms=(*marking.FORMS, *pieces.FORMS),
    recorded=ScoringFormRecorded,
    overdue=ScoringFormOverdue,
    readers=("exam-affairs", "quality", "director", "auditor"),
)
