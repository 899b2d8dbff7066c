"""All forms of the item bank."""

from libs.contracts.itembank import BankFormOverdue, BankFormRecorded
from libs.forms.declaration import Book

BOOK = Book(
    forms=(),
    recorded=BankFormRecorded,
    overdue=BankFormOverdue,
    readers=("item-bank", "exam-affairs", "director", "auditor"),
)
