"""What the item bank is told by its environment."""

from datetime import timedelta

from pydantic import Field

from libs.chassis.settings import ServiceSettings


class Settings(ServiceSettings):
    """`second_key_minutes` is how long the first person of an opening waits for the second.

    `items_an_hour` is how many items of banks one person may read within an hour, `item_exposure` in how many batches
    candidates see an item before it rests, where the stock allows.
    """

    http_port: int = 8103
    store: str = "sqlite:///itembank.sqlite"
    second_key_minutes: int = Field(default=10, ge=1, le=60)
    items_an_hour: int = Field(default=60, ge=1, le=1000)
    item_exposure: int = Field(default=3, ge=1, le=1000)

    @property
    def second_key_within(self) -> timedelta:
        """The same as a duration."""
        return timedelta(minutes=self.second_key_minutes)
