"""What the environment tells the archive."""

from pydantic import Field

from libs.chassis.settings import ServiceSettings


class Settings(ServiceSettings):
    """`filing_days`: how long after its last session the files of a batch may stay open before that is said."""

    http_port: int = 8107
    store: str = "sqlite:///archive.sqlite"
    filing_days: int = Field(default=14, ge=1, le=365)
