"""What a service that prints forms is told by its environment."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class PrintingSettings(BaseSettings):
    """`font_families` are tried in this order for each character; all of them must lie in `font_dir`."""

    model_config = SettingsConfigDict(env_prefix="SKILLSEAL_", extra="ignore")

    font_dir: Path = Path("/usr/share/fonts/opentype/noto")
    font_families: list[str] = Field(default=["Noto Serif CJK SC"], min_length=1)
