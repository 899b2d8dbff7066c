"""What the environment tells the duty console."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    """Where the incident service is, where the console listens, and which batch its form starts with.

    People sign in at the gateway that browsers open at `gateway_url`; the console asks it there too, or at
    `gateway_inside_url`. Without one, whoever has a staff token pastes it.
    Whether a browser came over TLS is believed of the addresses or networks in `proxies`; without one, of this machine.
    """

    incident_url: str = Field(default="http://127.0.0.1:8106", validation_alias="SKILLSEAL_INCIDENT_URL")
    gateway_url: str = Field(default="", validation_alias="SKILLSEAL_CONSOLE_GATEWAY")
    gateway_inside_url: str = Field(default="", validation_alias="SKILLSEAL_CONSOLE_GATEWAY_INSIDE")
    host: str = Field(default="127.0.0.1", validation_alias="SKILLSEAL_CONSOLE_HOST")
    port: int = Field(default=8110, validation_alias="SKILLSEAL_CONSOLE_PORT")
    sessions: Path | None = Field(default=None, validation_alias="SKILLSEAL_CONSOLE_SESSIONS")
    proxies: list[str] = Field(default=[], validation_alias="SKILLSEAL_CONSOLE_PROXIES")
    batch_id: str = Field(default="", validation_alias="SKILLSEAL_CONSOLE_BATCH")
