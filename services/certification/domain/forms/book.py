"""All forms of certification."""

from libs.contracts.certification import CertificateFormOverdue, CertificateFormRecorded
from libs.forms.declaration import Book

BOOK = Book(
    forms=(),
    recorded=CertificateFormRecorded,
    overdue=CertificateFormOverdue,
    readers=("general-office", "quality", "director", "auditor"),
)
