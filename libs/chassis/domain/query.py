"""What a listing asks for."""

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field


@dataclass(frozen=True)
class Query:
    """A page by equality (`where`) and range (`at_least`, `below`) on indexed fields.

    It is in the order of one indexed field, or of `id`; equals are in the order of their ids. `after` is the cursor
    that the page before ended with, `limit` the most aggregates a page may have.
    """

    where: Mapping[str, object] = field(default_factory=dict)
    _: KW_ONLY
    at_least: Mapping[str, object] = field(default_factory=dict)
    below: Mapping[str, object] = field(default_factory=dict)
    order_by: str = "id"
    after: str | None = None
    limit: int = 100
