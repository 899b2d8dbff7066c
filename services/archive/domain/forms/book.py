"""All forms of the archive."""

from libs.contracts.archive import ArchiveFormOverdue, ArchiveFormRecorded
from libs.forms.declaration import Book

BOOK = Book(
    forms=(),
    recorded=ArchiveFormRecorded,
    overdue=ArchiveFormOverdue,
    readers=("general-office", "quality", "director", "auditor"),
)
