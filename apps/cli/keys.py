"""The keys of one installation, made on first use and kept with mode 0600: they open and sign all that it holds."""

import base64
import json
import os
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

from joserfc.jwk import OKPKey

from libs.chassis.bus.provenance import public_key
from libs.chassis.identity import command_token, signed_token

LIFETIME = timedelta(hours=12)


class Keys:
    """The key that signs staff tokens, the ring that seals identifiers, and each service's key for its events."""

    def __init__(self, directory: Path, token_key: OKPKey, field_keys: str) -> None:
        self._directory = directory
        self._token_key = token_key
        self.field_keys = field_keys
        # When tokens are made, where the services live at another time than we do.
        self.made_at: datetime | None = None

    @classmethod
    def in_directory(cls, directory: Path) -> Self:
        """Read them, after making those that are missing."""
        token_file, field_file = directory / "staff-token.jwk", directory / "field.keys"
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not token_file.exists():
            made = OKPKey.generate_key("Ed25519", parameters={"kid": f"staff-{secrets.token_hex(4)}"})
            _write_secret(token_file, json.dumps(made.as_dict(private=True)))
        if not field_file.exists():
            _write_secret(field_file, f"k1:{_random()}")
        token_key = OKPKey.import_key(json.loads(token_file.read_text(encoding="utf-8")))
        return cls(directory, token_key, field_file.read_text(encoding="utf-8"))

    @property
    def public_key_set(self) -> str:
        """What services check tokens against."""
        return json.dumps({"keys": [self._token_key.as_dict(private=False)]})

    def event_key(self, service: str) -> str:
        """What a service signs its events with; made when it is first asked for."""
        file = self._directory / f"event-{service}.key"
        if not file.exists():
            _write_secret(file, _random())
        return file.read_text(encoding="utf-8")

    def event_keys(self, services: Iterable[str]) -> str:
        """The ring that every service checks the events of the others with."""
        return ",".join(f"{service}:{public_key(self.event_key(service))}" for service in services)

    def own_field_keys(self, name: str) -> str:
        """A ring that nobody but `name` is told; made when it is first asked for."""
        file = self._directory / f"field-{name}.keys"
        if not file.exists():
            _write_secret(file, f"k1:{_random()}")
        return file.read_text(encoding="utf-8")

    @property
    def private_key(self) -> str:
        """What the gateway signs with; nobody else is told."""
        return json.dumps(self._token_key.as_dict(private=True))

    def token(self, staff_id: str, *roles: str, name: str = "", lifetime: timedelta = LIFETIME) -> str:
        """A staff token."""
        made_at = self.made_at or datetime.now(UTC)
        return signed_token(self._token_key, staff_id, roles, made_at=made_at, expires=made_at + lifetime, name=name)

    def command_token(self, staff_id: str, *roles: str, command: str) -> str:
        """A token for one kind of command on the bus."""
        made_at = self.made_at or datetime.now(UTC)
        return command_token(self._token_key, staff_id, roles, command=command, made_at=made_at)


def _random() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def _write_secret(file: Path, text: str) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
        opened.write(text)
