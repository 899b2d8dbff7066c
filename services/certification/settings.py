"""What the certification service is told by its environment."""

from base64 import b64decode
from ipaddress import ip_address
from pathlib import Path
from typing import Self

from pydantic import Field, HttpUrl, SecretStr, field_validator, model_validator
from pydantic_settings import SettingsConfigDict

from libs.chassis.settings import ServiceSettings

# Of an Ed25519 public key.
KEY_BYTES = 32


class Settings(ServiceSettings):
    """`verification_url` is printed into QR codes for good: it must be an address that will still answer in years.

    `font_families` are tried in this order for each character; all of them must lie in `font_dir`.
    `signing_pem` is the institution's private key and its certificates, its own first, as one PEM text: it signs
    certificates. Without one, which production refuses, it is made of `event_key`, and nobody vouches for it.
    `earlier_code_keys` are public keys (base64) of event keys that were in use before: codes printed then are still
    checked against them. `time_stamp_url` is an authority (RFC 3161) that stamps each signature.
    `seal_images` are PNG files by the words of the seal, as it is filed: printed over the name.
    """

    model_config = SettingsConfigDict(env_ignore_empty=True)  # what a deployment hands on may be empty

    http_port: int = 8105
    store: str = "sqlite:///certification.sqlite"
    verification_url: HttpUrl = HttpUrl("http://127.0.0.1:8105/verify")
    font_dir: Path = Path("/usr/share/fonts/opentype/noto")
    font_families: list[str] = Field(default=["Noto Serif CJK SC"], min_length=1)
    signing_pem: SecretStr = SecretStr("")
    earlier_code_keys: list[str] = Field(default=[])
    time_stamp_url: HttpUrl | None = None
    seal_images: dict[str, Path] = Field(default={})
    issue_block: int = Field(default=50, ge=1, le=200)

    @field_validator("earlier_code_keys")
    @classmethod
    def _are_public_keys(cls, value: list[str]) -> list[str]:
        if any(len(b64decode(key, validate=True)) != KEY_BYTES for key in value):
            message = f"SKILLSEAL_EARLIER_CODE_KEYS: each is {KEY_BYTES} bytes in base64"
            raise ValueError(message)
        return value

    @model_validator(mode="after")
    def _is_found_by_whoever_scans(self) -> Self:
        if self.production and _is_this_machine((self.verification_url.host or "").strip("[]")):
            message = "SKILLSEAL_VERIFICATION_URL is printed into QR codes for good: in production not of this machine"
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _is_vouched_for(self) -> Self:
        if self.production and not self.signing_pem.get_secret_value():
            message = "SKILLSEAL_SIGNING_PEM signs certificates: in production it is the institution's own"
            raise ValueError(message)
        return self


def _is_this_machine(host: str) -> bool:
    try:
        address = ip_address(host)
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
    return address.is_loopback or address.is_unspecified
