"""What the environment tells the duty console."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    """Where the incident service is, where the console listens, and which batch its form starts with."""

    incident_url: str = Field(default="http://127.0.0.1:8106", validation_alias="SKILLSEAL_INCIDENT_URL")
    host: str = Field(default="127.0.0.1", validation_alias="SKILLSEAL_CONSOLE_HOST")
    port: int = Field(default=8110, validation_alias="SKILLSEAL_CONSOLE_PORT")
    sessions: Path | None = Field(default=None, validation_alias="SKILLSEAL_CONSOLE_SESSIONS")
    batch_id: str = Field(default="", validation_alias="SKILLSEAL_CONSOLE_BATCH")
