"""All forms of the item bank."""

from libs.contracts.itembank import BankFormOverdue, BankFormRecorded
from libs.forms.declaration import Book
from services.itembank.domain.forms import making, papers, secrecy

BOOK = Book(
    forms=(*making.FORMS, *papers.FORMS, *secrecy.FORMS),
    recorded=BankFormRecorded,
    overdue=BankFormOverdue,
    readers=("item-bank", "exam-affairs", "general-office", "director", "auditor"),
)
