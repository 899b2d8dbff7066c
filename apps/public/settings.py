"""What the environment tells the public page (`SKILLSEAL_PUBLIC_…`)."""

from typing import Self

from pydantic import HttpUrl, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from libs.chassis.settings import LOOPBACK


class Settings(BaseSettings):
    """It holds no key and keeps nothing.

    `url` is where people find it: its host is printed on every page, and beside loopback the only one that is answered.
    Where a visitor comes from is believed of the addresses or networks in `proxies`, of nobody else.
    `institution` stands at the head of every page, `contact` (a telephone number, an office) at its foot.
    """

    model_config = SettingsConfigDict(env_prefix="SKILLSEAL_PUBLIC_", extra="ignore")

    http_host: str = "127.0.0.1"
    http_port: int = 8130
    url: HttpUrl = HttpUrl("http://127.0.0.1:8130")
    proxies: list[str] = []
    registration_url: str = "http://127.0.0.1:8101"
    certification_url: str = "http://127.0.0.1:8105"
    national_site: str = "jndj.osta.org.cn"
    institution: str = ""
    contact: str = ""
    production: bool = False
    log_level: str = "INFO"

    @model_validator(mode="after")
    def _is_found_by_people(self) -> Self:
        if self.production and self.host in LOOPBACK:
            message = "SKILLSEAL_PUBLIC_URL is what people type in: in production not of this machine"
            raise ValueError(message)
        return self

    @property
    def host(self) -> str:
        """The name under which people know it."""
        return (self.url.host or "").strip("[]").lower()

    @property
    def typed_out(self) -> str:
        """The same as people type it in: with the port, where it is not the usual one."""
        usual = {"http": 80, "https": 443}[self.url.scheme]
        return self.host if self.url.port == usual else f"{self.host}:{self.url.port}"

    @property
    def hosts(self) -> set[str]:
        """The names that are answered."""
        return {*LOOPBACK, self.host}
