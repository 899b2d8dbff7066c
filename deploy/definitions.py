"""Writes deploy/rabbitmq/definitions.json: exchanges, queues, and for each program a user with the least rights.

`python -m deploy.definitions` after a subscription was added or dropped; `tests/test_deploy.py` says when it is due.

The queues are made here, by the broker, and not left to the services: who makes a queue with a dead-letter exchange
must be allowed to write to that exchange. Ours is the default one, through which one can write to everybody's queue.
"""

import base64
import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from apps.cli.keys import Keys
from apps.cli.system import GATEWAY, SERVICES
from libs.chassis.bus.connections import COMMANDS, EVENTS, SIMULATION
from libs.chassis.service import Service
from libs.contracts.catalogue import PUBLISHERS
from libs.contracts.incident import ReportIncident

FILE = Path(__file__).parent / "rabbitmq" / "definitions.json"
VHOST = "skillseal"
DEMO = "demo"
REPORTER = "reporter"  # a tool in the field: whatever sends the reports of staff
NOTHING = "^$"
BOUND = (EVENTS.name, COMMANDS.name)


def definitions(passwords: Mapping[str, str] | None = None, *, simulation: bool = False) -> dict[str, Any]:
    """What the broker is told at its start. Without passwords nobody can log in.

    A simulated clock takes rights that nobody has in production: to follow it, and for the demo's user to step it.
    """
    services = {name: _declared(name) for name in SERVICES}
    users = [*SERVICES, GATEWAY, REPORTER, *([DEMO] if simulation else [])]
    rights = [_rights(name, services[name], simulation=simulation) for name in SERVICES]
    rights.append(_gateway_right(simulation=simulation))
    rights.append(_right(REPORTER, configure=NOTHING, write=f"^{COMMANDS.name}$", read=NOTHING))
    if simulation:
        rights.append(_right(DEMO, configure=NOTHING, write=f"^{SIMULATION.name}$", read=NOTHING))
    return {
        "vhosts": [{"name": VHOST}],
        "users": [_user(name, (passwords or {}).get(name)) for name in users],
        "permissions": rights,
        "topic_permissions": [
            *(topics for name in SERVICES for topics in _topics(name, services[name])),
            _topic(REPORTER, COMMANDS.name, write=_any_of([ReportIncident.routing_key]), read=NOTHING),
        ],
        "exchanges": [_exchange(exchange) for exchange in (EVENTS, COMMANDS, *([SIMULATION] if simulation else []))],
        "queues": [_queue(queue) for declared in services.values() for queue, _ in declared],
        "bindings": [
            _binding(queue.name, queue.routing_key, exchange)
            for declared in services.values()
            for queue, exchange in declared
            if exchange in BOUND
        ],
    }


def written(content: Mapping[str, Any]) -> str:
    """The text of a definitions file."""
    return json.dumps(content, indent=1) + "\n"


def _declared(service: str) -> list[tuple[Any, str]]:
    """The queues that a service's bus declares, and the exchange that each gets its messages through."""
    with TemporaryDirectory() as directory:
        keys = Keys.in_directory(Path(directory))
        settings = import_module(f"services.{service}.settings").Settings(
            field_keys=keys.field_keys,
            token_keys=keys.public_key_set,
            event_key=keys.event_key(service),
            event_keys=keys.event_keys([service]),
        )
    built: Service = import_module(f"services.{service}.main").build(settings)
    built.bus.subscribe(built.consumer)
    subscribers: list[Any] = list(built.bus.consuming.subscribers)
    declared = [(subscriber.queue, str(subscriber.exchange.name)) for subscriber in subscribers]
    return sorted(declared, key=lambda pair: str(pair[0].name))


def _user(name: str, password: str | None) -> dict[str, Any]:
    return {
        "name": name,
        "password_hash": _hashed(password) if password else "",
        "hashing_algorithm": "rabbit_password_hashing_sha256",
        "tags": [],
    }


def _hashed(password: str) -> str:
    """RabbitMQ's own form: four random bytes, and the SHA-256 of them and the password."""
    salt = secrets.token_bytes(4)
    return base64.b64encode(salt + hashlib.sha256(salt + password.encode()).digest()).decode()


def _rights(service: str, declared: list[tuple[Any, str]], *, simulation: bool) -> dict[str, Any]:
    """Its own queues, the exchange of events if it publishes, and into its queues the exchanges that it listens to."""
    its_own = rf"{service}\..*"
    shared = [EVENTS.name, *([SIMULATION.name] if simulation else [])]
    heard = [COMMANDS.name] if any(exchange == COMMANDS.name for _, exchange in declared) else []
    return _right(
        service,
        configure=f"^({SIMULATION.name}|{its_own})$" if simulation else f"^{its_own}$",
        write=f"^({'|'.join([*shared, its_own])})$" if service in PUBLISHERS else f"^{its_own}$",
        read=f"^({'|'.join([*shared, *heard, its_own])})$",
    )


def _gateway_right(*, simulation: bool) -> dict[str, Any]:
    """As a service of the chassis it holds a connection; it publishes and hears nothing but a simulated clock."""
    if not simulation:
        return _right(GATEWAY, configure=NOTHING, write=NOTHING, read=NOTHING)
    queue = rf"{GATEWAY}\.{SIMULATION.name}"
    clock = f"^({SIMULATION.name}|{queue})$"
    return _right(GATEWAY, configure=clock, write=f"^{queue}$", read=clock)


def _right(user: str, *, configure: str, write: str, read: str) -> dict[str, Any]:
    return {"user": user, "vhost": VHOST, "configure": configure, "write": write, "read": read}


def _topics(service: str, declared: list[tuple[Any, str]]) -> list[dict[str, Any]]:
    """Publish only under its own name; bind only what it subscribes to."""
    keys = {name: [queue.routing_key for queue, exchange in declared if exchange == name] for name in BOUND}
    own = rf"^{service}\." if service in PUBLISHERS else NOTHING
    events = _topic(service, EVENTS.name, write=own, read=_any_of(keys[EVENTS.name]))
    if not keys[COMMANDS.name]:
        return [events]
    return [events, _topic(service, COMMANDS.name, write=NOTHING, read=_any_of(keys[COMMANDS.name]))]


def _topic(user: str, exchange: str, *, write: str, read: str) -> dict[str, Any]:
    return {"user": user, "vhost": VHOST, "exchange": exchange, "write": write, "read": read}


def _any_of(routing_keys: Sequence[str]) -> str:
    literally = sorted(key.replace(".", r"\.") for key in routing_keys)
    return f"^({'|'.join(literally)})$" if literally else NOTHING


def _exchange(exchange: Any) -> dict[str, Any]:
    return {
        "name": exchange.name,
        "vhost": VHOST,
        "type": exchange.type.value,
        "durable": exchange.durable,
        "auto_delete": exchange.auto_delete,
        "internal": False,
        "arguments": {},
    }


def _queue(queue: Any) -> dict[str, Any]:
    return {
        "name": queue.name,
        "vhost": VHOST,
        "durable": True,
        "auto_delete": False,
        "arguments": dict(queue.arguments),
    }


def _binding(queue: str, routing_key: str, exchange: str) -> dict[str, Any]:
    return {
        "source": exchange,
        "vhost": VHOST,
        "destination": queue,
        "destination_type": "queue",
        "routing_key": routing_key,
        "arguments": {},
    }


if __name__ == "__main__":
    FILE.write_text(written(definitions()), encoding="utf-8")
