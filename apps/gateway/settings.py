"""What the environment tells the gateway."""

import json
from pathlib import Path
from typing import Self

from joserfc.jwk import OKPKey
from pydantic import Field, SecretStr, model_validator

from libs.chassis.settings import ServiceSettings

SERVICES = {
    "registration": "http://127.0.0.1:8101",
    "scheduling": "http://127.0.0.1:8102",
    "itembank": "http://127.0.0.1:8103",
    "scoring": "http://127.0.0.1:8104",
    "certification": "http://127.0.0.1:8105",
    "incident": "http://127.0.0.1:8106",
    "archive": "http://127.0.0.1:8107",
    "sync": "http://127.0.0.1:8108",
}


class Settings(ServiceSettings):
    """`gateway_key` is the private JSON Web Key (Ed25519) that signs the tokens of staff: the gateway alone has it.

    Its public half is among `token_keys`, as every service knows them. `services` says where each of them answers.
    Admission tickets are set in `font_families`, tried in this order for each character; all of them lie in `font_dir`.
    `console_url` is where browsers open the duty console that people come to from here, without one there is none.

    With `oidc_issuer` people sign in at that identity provider (OpenID Connect), which knows the gateway as
    `oidc_client_id`, and sends browsers back below `gateway_url`, where they open it. `oidc_two_factors` are the values
    of acr or amr by which it says that two factors were shown; without one of them the gateway asks for its own second.
    """

    http_port: int = 8120
    store: str = "sqlite:///gateway.sqlite"
    gateway_key: SecretStr
    services: dict[str, str] = Field(default=SERVICES)
    font_dir: Path = Path("/usr/share/fonts/opentype/noto")
    font_families: list[str] = Field(default=["Noto Serif CJK SC"], min_length=1)
    console_url: str = ""
    gateway_url: str = ""
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")
    oidc_two_factors: list[str] = Field(default=[])

    @model_validator(mode="after")
    def _signs_with_a_key_that_services_know(self) -> Self:
        if self.signing_key().kid not in {key.get("kid") for key in self.token_key_set()["keys"]}:
            message = "SKILLSEAL_TOKEN_KEYS does not hold the public half of SKILLSEAL_GATEWAY_KEY"
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _knows_its_identity_provider(self) -> Self:
        needed = (self.oidc_client_id, self.oidc_client_secret.get_secret_value(), self.gateway_url)
        if self.oidc_issuer and not all(needed):
            message = "SKILLSEAL_OIDC_ISSUER needs a client id, its secret, and SKILLSEAL_GATEWAY_URL"
            raise ValueError(message)
        if self.production and self.oidc_issuer and not self.oidc_issuer.startswith("https://"):
            message = "SKILLSEAL_OIDC_ISSUER must be an https address"
            raise ValueError(message)
        return self

    def signing_key(self) -> OKPKey:
        """The private key."""
        return OKPKey.import_key(json.loads(self.gateway_key.get_secret_value()))
