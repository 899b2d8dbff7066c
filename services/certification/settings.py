"""What the certification service is told by its environment."""

from pathlib import Path

from pydantic import Field, HttpUrl

from libs.chassis.settings import ServiceSettings


class Settings(ServiceSettings):
    """`verification_url` is printed into QR codes for good: it must be an address that will still answer in years.

    `font_families` are tried in this order for each character; all of them must lie in `font_dir`.
    """

    http_port: int = 8105
    store: str = "sqlite:///certification.sqlite"
    verification_url: HttpUrl = HttpUrl("http://127.0.0.1:8105/verify")
    font_dir: Path = Path("/usr/share/fonts/opentype/noto")
    font_families: list[str] = Field(default=["Noto Serif CJK SC"], min_length=1)
    issue_block: int = Field(default=50, ge=1, le=200)

    @property
    def certificate_dir(self) -> Path:
        """Where the files of certificates lie."""
        return self.data_dir / "certificates"
