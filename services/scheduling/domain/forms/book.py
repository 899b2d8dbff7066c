"""All forms of scheduling, in the order of the examination."""

from libs.contracts.scheduling import ExamFormOverdue, ExamFormRecorded
from libs.forms.declaration import Book
from services.scheduling.domain.forms import conduct, eve, practical, preparation, supervision, theory

BOOK = Book(
    forms=(
        *preparation.FORMS,
        *eve.FORMS,
        *theory.FORMS,
        *practical.FORMS,
        *conduct.FORMS,
        *supervision.FORMS,
    ),
    recorded=ExamFormRecorded,
    overdue=ExamFormOverdue,
    readers=("exam-affairs", "quality", "director", "auditor"),
)
