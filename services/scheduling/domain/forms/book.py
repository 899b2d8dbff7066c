"""All forms of scheduling, in the order of the examination."""

from libs.contracts.scheduling import ExamFormOverdue, ExamFormRecorded
from libs.forms.declaration import Book
from services.scheduling.domain.forms import (
    conduct,
    duties,
    eve,
    people,
    practical,
    preparation,
    sanctions,
    supervision,
    theory,
)

BOOK = Book(
    forms=(
        *preparation.FORMS,
        *eve.FORMS,
        *theory.FORMS,
        *practical.FORMS,
        *conduct.FORMS,
        *supervision.FORMS,
        *duties.FORMS,
        *people.FORMS,
        *sanctions.FORMS,
    ),
    recorded=ExamFormRecorded,
    overdue=ExamFormOverdue,
    readers=("exam-affairs", "quality", "director", "auditor"),
)
