"""All forms of certification."""

from libs.contracts.certification import CertificateFormOverdue, CertificateFormRecorded
from libs.forms.declaration import Book
from services.certification.domain.forms import keeping

BOOK = Book(
    forms=keeping.FORMS,
    recorded=CertificateFormRecorded,
    overdue=CertificateFormOverdue,
    readers=("general-office", "quality", "director", "auditor"),
)
