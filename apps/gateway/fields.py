"""Fields that many forms have."""

from typing import Annotated

from pydantic import BaseModel, Field

Key = Annotated[str, Field(min_length=16, max_length=100, pattern=r"^[\w-]+$")]
# The ETag of what the person saw when the form was drawn.
Seen = Annotated[str, Field(pattern=r'^"[0-9]{1,12}"$')]


class Keyed(BaseModel):
    """A form with nothing to fill in."""

    key: Key


class KeyedAndSeen(Keyed):
    """The same, about something that others may change meanwhile."""

    seen: Seen
