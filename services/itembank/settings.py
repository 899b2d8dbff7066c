"""What the item bank is told by its environment."""

from datetime import timedelta

from pydantic import Field

from libs.chassis.settings import ServiceSettings


class Settings(ServiceSettings):
    """`second_key_minutes` is how long the first person of an opening waits for the second."""

    http_port: int = 8103
    store: str = "sqlite:///itembank.sqlite"
    second_key_minutes: int = Field(default=10, ge=1, le=60)

    @property
    def second_key_within(self) -> timedelta:
        """The same as a duration."""
        return timedelta(minutes=self.second_key_minutes)
