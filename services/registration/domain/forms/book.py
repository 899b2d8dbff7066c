"""All forms of registration."""

from libs.contracts.registration import RegistrationFormOverdue, RegistrationFormRecorded
from libs.forms.declaration import Book

BOOK = Book(
    forms=(),
    recorded=RegistrationFormRecorded,
    overdue=RegistrationFormOverdue,
    readers=("exam-affairs", "general-office", "quality", "director", "auditor"),
)
