"""All forms of the archive."""

from libs.contracts.archive import ArchiveFormOverdue, ArchiveFormRecorded
from libs.forms.declaration import Book
from services.archive.domain.forms import keeping

BOOK = Book(
    forms=keeping.FORMS,
    recorded=ArchiveFormRecorded,
    overdue=ArchiveFormOverdue,
    readers=("general-office", "quality", "director", "auditor"),
)
