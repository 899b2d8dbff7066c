"""What every service is told by its environment (`SKILLSEAL_…`)."""

import base64
import json
from datetime import UTC, datetime
from typing import Any

from pydantic import AwareDatetime, PositiveInt, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

LOOPBACK = ("localhost", "127.0.0.1", "::1")
# Shortly before the example batch: each day before it is a day of deadlines that is stepped through.
SIMULATION_START = datetime(2026, 8, 20, tzinfo=UTC)


class ServiceSettings(BaseSettings):
    """Read from the environment; a service adds its own fields in a subclass.

    `store` is `sqlite:///<file>` or a MongoDB connection string, whose database names the prefix of the services'
    databases. `field_keys` is `kid:base64[,kid:base64…]` with 32-byte keys; the first one seals, all of them open.
    `token_keys` is the JSON Web Key Set that signs staff tokens. `event_key` is base64 of the 32 bytes of the Ed25519
    key that signs this service's events, `event_keys` is `service:base64[,service:base64…]`, the public keys of all.
    `feeds` maps the services whose logs are compared with what was handled here to their URLs; they are read with
    `service_token`, every `reconcile_seconds`.
    Published events leave the log after `events_kept_days`, the same in every service of a system; the answer to a
    command is repeated for `answers_kept_days` to whoever repeats it.
    Requests are answered under the names in `hosts`, the service's own name and loopback; probes under any.
    Where a request comes from is believed of the addresses or networks in `proxies` (X-Forwarded-For), of nobody else.
    A simulated clock starts at `simulation_start`: a process that lives again must not wake up in the past.
    """

    model_config = SettingsConfigDict(env_prefix="SKILLSEAL_", extra="ignore")

    http_host: str = "127.0.0.1"
    http_port: int = 8100
    hosts: list[str] = []
    proxies: list[str] = []
    store: str = "sqlite:///skillseal.sqlite"
    amqp_url: SecretStr = SecretStr("amqp://guest:guest@127.0.0.1:5672/")
    field_keys: SecretStr
    token_keys: str
    event_key: SecretStr
    event_keys: str
    feeds: dict[str, str] = {}
    service_token: SecretStr = SecretStr("")
    reconcile_seconds: float = 3600.0
    events_kept_days: PositiveInt = 400
    answers_kept_days: PositiveInt = 7
    simulation: bool = False
    simulation_start: AwareDatetime = SIMULATION_START
    production: bool = False
    log_level: str = "INFO"

    @field_validator("token_keys")
    @classmethod
    def _is_a_key_set(cls, value: str) -> str:
        if "keys" not in json.loads(value):
            message = "token_keys must be a JSON Web Key Set"
            raise ValueError(message)
        return value

    def served_hosts(self, service: str) -> set[str]:
        """The names under which this service may be asked."""
        return {*LOOPBACK, self.http_host, service, *self.hosts}

    def field_key_ring(self) -> dict[str, bytes]:
        """Key id → 32 bytes, in the order given; the first seals."""
        pairs = (pair.split(":") for pair in self.field_keys.get_secret_value().split(","))
        return {kid: base64.b64decode(key) for kid, key in pairs}

    def event_key_ring(self) -> dict[str, list[bytes]]:
        """Service → its public keys: while one is changed there are two."""
        ring: dict[str, list[bytes]] = {}
        for pair in self.event_keys.split(","):
            service, key = pair.split(":")
            ring.setdefault(service, []).append(base64.b64decode(key))
        return ring

    def token_key_set(self) -> dict[str, Any]:
        """The public keys that staff tokens are checked against."""
        keys: dict[str, Any] = json.loads(self.token_keys)
        return keys
