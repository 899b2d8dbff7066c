"""All forms of scheduling, in the order of the examination."""

from libs.contracts.scheduling import ExamFormOverdue, ExamFormRecorded
from libs.forms.declaration import Book
from services.scheduling.domain.forms import eve, preparation, theory

BOOK = Book(
    forms=(*preparation.FORMS, *eve.FORMS, *theory.FORMS),
    recorded=ExamFormRecorded,
    overdue=ExamFormOverdue,
    readers=("exam-affairs", "quality", "director", "auditor"),
)
