"""A page of a listing."""

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some items and, if there are more, the cursor to ask for them with."""

    items: list[T]
    next: str | None = None
