"""What the files of a batch still lack."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from services.archive.domain.contents import ContentsRow
from services.archive.domain.item import FiledItem
from services.archive.domain.kinds import KINDS, MANAGEMENT_FILE, REVIEWED_LEVEL, PaperKind
from services.archive.domain.session import Session

if TYPE_CHECKING:
    from services.archive.domain.batch_file import BatchFile

Why = Literal["not-filed", "not-signed", "no-content", "on-loan", "pages-missing"]


@dataclass(frozen=True, kw_only=True)
class MissingPaper:
    """One thing that keeps the files from being closed."""

    volume: str
    title: str
    subject_id: str
    why: Why


@dataclass(frozen=True, kw_only=True)
class Holdings:
    """Everything that is there of a batch, and the sessions that it had."""

    sessions: Sequence[Session]
    items: Sequence[FiledItem]
    forms: Sequence[ContentsRow]


def lacks(file: "BatchFile", holdings: Holdings) -> list[MissingPaper]:
    """PaperKind by kind, then what is there and is not whole."""
    kinds = () if file.id == MANAGEMENT_FILE else KINDS
    found = [
        MissingPaper(volume=kind.volume, title=kind.title, subject_id=subject, why="not-filed")
        for kind in kinds
        if kind.name not in file.absent
        for subject in _wanting(kind, file, holdings.sessions)
        if not _has(kind, subject, file.id, holdings)
    ]
    return [*found, *_unsigned(holdings.forms), *_not_whole(holdings.items)]


def _wanting(kind: PaperKind, file: "BatchFile", sessions: Sequence[Session]) -> list[str]:
    """The batch, or the sessions, that must have this."""
    held = [one for one in sessions if one.is_held]
    match kind.wanted:
        case "theory" | "practical":
            return [one.id for one in held if one.part == kind.wanted]
        case "session":
            return [one.id for one in held]
        case "reviewed":
            return [file.id] * any(one.level is not None and one.level <= REVIEWED_LEVEL for one in held)
        case "certified":
            return [file.id] * file.has_certificates
        case "batch":
            return [file.id]
        case "never":
            return []


def _has(kind: PaperKind, subject: str, batch_id: str, holdings: Holdings) -> bool:
    """Filed as a paper, or there as a form; what is wanted of the batch may be about one of its sites."""
    filed = any(one.kind == kind.name and one.subject_id == subject for one in holdings.items)
    return filed or any(
        form.form_name in kind.forms and subject in {form.subject_id, batch_id} for form in holdings.forms
    )


def _unsigned(forms: Sequence[ContentsRow]) -> Iterator[MissingPaper]:
    for form in forms:
        if form.completed_on is None:
            yield MissingPaper(volume=form.volume, title=form.title, subject_id=form.subject_id, why="not-signed")


def _not_whole(items: Sequence[FiledItem]) -> Iterator[MissingPaper]:
    for item in items:
        whys: dict[Why, bool] = {
            "no-content": not item.is_there,
            "on-loan": item.on_loan is not None,
            "pages-missing": item.lacking > 0,
        }
        for why in (why for why, holds in whys.items() if holds):
            yield MissingPaper(volume=item.volume, title=item.title, subject_id=item.id, why=why)
