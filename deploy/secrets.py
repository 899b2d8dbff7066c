"""Makes what an installation must keep to itself: `python -m deploy.secrets .skillseal/deploy`.

Keys and passwords are made once and kept. Run it again after a subscription was added, for the broker's definitions,
and within a year, for the tokens with which the services read each other's logs. The compose files read `compose.env`;
Kubernetes gets its secrets from `keys.env`, `gateway.env`, `amqp.env`, `tokens.env`, `events.env`, `definitions.json`.
"""

import json
import secrets
from pathlib import Path
from typing import Annotated

import typer

from apps.cli.keys import Keys
from apps.cli.system import GATEWAY, SERVICE_LIFETIME, SERVICES
from deploy.definitions import DEMO, REPORTER, VHOST, definitions, written

ON_THE_BUS = (*SERVICES, GATEWAY)


def make(directory: Path, *, simulation: bool = False) -> dict[str, str]:
    """Write the files; answers the password of each user of the broker."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    keys = Keys.in_directory(directory / "keys")
    passwords = _passwords(directory / "passwords.json", [*ON_THE_BUS, REPORTER, *([DEMO] if simulation else [])])
    urls = {name: f"amqp://{name}:{passwords[name]}@rabbitmq:5672/{VHOST}" for name in ON_THE_BUS}
    shared = {
        "SKILLSEAL_FIELD_KEYS": keys.field_keys,
        "SKILLSEAL_TOKEN_KEYS": keys.public_key_set,
        "SKILLSEAL_EVENT_KEYS": keys.event_keys(SERVICES),
    }
    event_keys = {name: keys.event_key(name) for name in ON_THE_BUS}
    gateway_key, gateway_field_keys = keys.private_key, keys.own_field_keys(GATEWAY)
    tokens = {name: keys.token(f"service:{name}", "operator", lifetime=SERVICE_LIFETIME) for name in SERVICES}
    broker = directory / "definitions.json"
    # The broker reads it in its container under a user id of its own; the directory keeps everybody else out.
    _write(broker, written(definitions(passwords, simulation=simulation)), mode=0o644)
    _write_variables(directory / "keys.env", shared)
    _write_variables(
        directory / "gateway.env",
        shared | {"SKILLSEAL_GATEWAY_KEY": gateway_key, "SKILLSEAL_FIELD_KEYS": gateway_field_keys},
    )
    _write_variables(directory / "amqp.env", urls)
    _write_variables(directory / "tokens.env", tokens)
    _write_variables(directory / "events.env", event_keys)
    _write_variables(
        directory / "compose.env",
        {name: f"'{value}'" for name, value in shared.items()}
        | {"GATEWAY_KEY": f"'{gateway_key}'", "GATEWAY_FIELD_KEYS": f"'{gateway_field_keys}'"}
        | {f"AMQP_URL_{name.upper()}": url for name, url in urls.items()}
        | {f"SERVICE_TOKEN_{name.upper()}": token for name, token in tokens.items()}
        | {f"EVENT_KEY_{name.upper()}": key for name, key in event_keys.items()}
        | {"RABBITMQ_DEFINITIONS": str(broker.resolve())},
    )
    return passwords


def _passwords(file: Path, users: list[str]) -> dict[str, str]:
    passwords: dict[str, str] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    passwords |= {user: secrets.token_urlsafe(24) for user in users if user not in passwords}
    _write(file, json.dumps(passwords, indent=1) + "\n", mode=0o600)
    return passwords


def _write_variables(file: Path, variables: dict[str, str]) -> None:
    _write(file, "".join(f"{name}={value}\n" for name, value in variables.items()), mode=0o600)


def _write(file: Path, text: str, *, mode: int) -> None:
    file.touch(mode=0o600)
    file.write_text(text, encoding="utf-8")
    file.chmod(mode)


def main(
    directory: Path,
    *,
    simulation: Annotated[bool, typer.Option("--simulation", help="Let the clock be stepped over the bus.")] = False,
) -> None:
    """Write keys, passwords and the broker's definitions into DIRECTORY, which nobody but its owner may enter."""
    make(directory, simulation=simulation)
    typer.echo(f"written: {directory}; keep it, its keys open what the stores hold")


if __name__ == "__main__":
    typer.run(main)
