"""All forms of registration."""

from libs.contracts.registration import RegistrationFormOverdue, RegistrationFormRecorded
from libs.forms.declaration import Book
from services.registration.domain.forms import acceptance, institution

BOOK = Book(
    forms=(*acceptance.FORMS, *institution.FORMS),
    ledgers=(institution.FUNDS,),
    recorded=RegistrationFormRecorded,
    overdue=RegistrationFormOverdue,
    readers=("exam-affairs", "general-office", "quality", "director", "auditor"),
)
