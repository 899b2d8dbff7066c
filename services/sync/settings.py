"""What the platform sync is told by its environment."""

from datetime import time
from pathlib import Path

from pydantic import Field, SecretStr

from libs.chassis.settings import ServiceSettings


class Settings(ServiceSettings):
    """Without `platform_url` nothing is sent by machine: people carry files, and everything else stays as it is.

    The platform is called between `platform_opens` and `platform_closes` in Beijing; 00:00 to 00:00 is always.
    """

    http_port: int = 8108
    store: str = "sqlite:///sync.sqlite"
    platform_url: str = ""
    platform_token: SecretStr = SecretStr("")
    platform_opens: time = time(0)
    platform_closes: time = time(0)
    font_dir: Path = Path("/usr/share/fonts/opentype/noto")
    font_families: list[str] = Field(default=["Noto Serif CJK SC"], min_length=1)
