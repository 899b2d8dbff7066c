"""What the environment tells the incident service."""

from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, Field, SecretStr
from pydantic_settings import SettingsConfigDict

from libs.chassis.settings import ServiceSettings


class Mail(BaseModel, extra="forbid"):
    """The server that takes e-mail. `ca_file` holds the authority of a server that the machine does not know."""

    host: str
    port: int = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    password: SecretStr = SecretStr("")
    sender: str
    ca_file: Path | None = None


class Robot(BaseModel, extra="forbid"):
    """A robot in one group. Its URL holds its key; the secret signs, where the group asks for signatures."""

    platform: Literal["wecom", "dingtalk", "feishu"]
    url: SecretStr
    secret: SecretStr = SecretStr("")


class Webhook(BaseModel, extra="forbid"):
    """A program of the institution that takes notices."""

    url: SecretStr
    secret: SecretStr = Field(min_length=16)


class Sms(BaseModel, extra="forbid"):
    """A provider of text messages that takes JSON.

    In `body` the texts `{phone}`, `{text}` and `{id}` are filled in. `accepted` maps dotted places in the answer to
    what must stand there; `reference` is the place of the provider's number. `signature` leads the text: 【…】.
    """

    url: SecretStr
    headers: dict[str, SecretStr] = {}
    body: dict[str, Any]
    accepted: dict[str, str] = Field(min_length=1)
    reference: str = ""
    signature: str = ""
    most_parts: int = Field(default=2, ge=1, le=5)


class Settings(ServiceSettings):
    """Which channels there are, and how long they may take; a channel without a setting refuses what it is given.

    A notice is tried `channel_tries` times within `channel_seconds`. What belongs to one storm and comes within
    `storm_seconds` of its first notice is told once more, with the count.
    """

    # A wrong setting is told without its value, which may be a key.
    model_config = SettingsConfigDict(hide_input_in_errors=True)

    http_port: int = 8106
    store: str = "sqlite:///incident.sqlite"
    mail: Mail | None = None
    robots: dict[str, Robot] = Field(default={})
    webhooks: dict[str, Webhook] = Field(default={})
    sms: Sms | None = None
    channel_seconds: float = Field(default=8.0, gt=0, le=15)
    channel_tries: int = Field(default=3, ge=1, le=5)
    storm_seconds: float = Field(default=20.0, ge=0, le=20)
    font_dir: Path = Path("/usr/share/fonts/opentype/noto")
    font_families: list[str] = Field(default=["Noto Serif CJK SC"], min_length=1)
