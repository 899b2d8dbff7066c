"""Times as they are answered: on the site's clock."""

from datetime import datetime
from typing import Annotated

from pydantic import PlainSerializer, WithJsonSchema

from libs.contracts.beijing import BEIJING


def _on_site(moment: datetime) -> str:
    """A moment as people on site read it."""
    return moment.astimezone(BEIJING).isoformat()


SiteTime = Annotated[
    datetime,
    PlainSerializer(_on_site, return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
