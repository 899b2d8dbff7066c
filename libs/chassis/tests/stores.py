"""Builders and the two stores that the suite runs against."""

import os
import shutil
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import docker
import docker.errors
from pymongo import MongoClient
from testcontainers.core.container import DockerContainer

from libs.chassis.domain import Aggregate
from libs.chassis.store.mongo import MongoStore
from libs.chassis.store.port import Collection, DocumentWrite, Index, OutboxEvent, Store
from libs.chassis.store.sqlite import SqliteStore

MONGO_IMAGE = "mongo:8"
NOON = datetime(2026, 9, 1, 4, tzinfo=UTC)


@dataclass(kw_only=True)
class Parcel(Aggregate):
    """Something to store."""

    id: str
    town: str
    weight: int = 1
    label: str | None = None
    sent_at: datetime = NOON
    notes: dict[str, list[str]] = field(default_factory=dict)


PARCELS = Collection(
    "parcels",
    Parcel,
    indexes=[Index("town"), Index("weight", within=("town",)), Index("label", unique=True), Index("sent_at")],
)


def a_parcel(identifier: str = "p-1", **changes: object) -> Parcel:
    """A parcel to Huaihua that weighs 1, unless told otherwise."""
    return Parcel(**{"id": identifier, "town": "怀化", **changes})  # type: ignore[arg-type]


def a_write(parcel: Parcel, *, version: int = 0, seq: int = 0) -> DocumentWrite:
    """The write of a parcel that was read at a version."""
    return DocumentWrite(PARCELS.name, parcel.id, version, seq, PARCELS.dump(parcel), PARCELS.index_values(parcel))


def an_event(
    identifier: str, *, aggregate: str = "parcels/p-1", seq: int = 1, occurred_at: datetime = NOON
) -> OutboxEvent:
    """An event to publish."""
    body = b'{"town":"\xe6\x80\x80"}'
    return OutboxEvent(identifier, aggregate, seq, "post.parcel-sent.v1", body, occurred_at, "trace", actor="S-0001")


@contextmanager
def mongo_uri(directory: Path) -> Iterator[str]:
    """`MONGODB_URI` where it is set; else a container where Docker has the image; else the stand-in `nx-27017`."""
    if uri := os.environ.get("MONGODB_URI"):
        yield uri
        return
    if has_image(MONGO_IMAGE):
        with replica_set() as uri:
            yield uri
        return
    ours = socket.socket()
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    ours.bind(("127.0.0.1", 0))
    port = ours.getsockname()[1]
    program = shutil.which("nx-27017", path=str(Path(sys.executable).parent)) or "nx-27017"
    files = {"--data-dir": directory, "--log-file": directory / "log", "--pid-file": directory / "pid"}
    options = {"--host": "127.0.0.1", "--port": str(port), **{option: str(file) for option, file in files.items()}}
    process = subprocess.Popen(
        [program, *(word for option in options.items() for word in option)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port)
        yield f"mongodb://127.0.0.1:{port}/?directConnection=true"
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        ours.close()


def has_image(name: str) -> bool:
    """Whether a Docker engine runs here and already has an image; nothing is pulled for a test."""
    try:
        docker.from_env().images.get(name)
    except docker.errors.DockerException:
        return False
    return True


@contextmanager
def replica_set() -> Iterator[str]:
    """A MongoDB of one node in a container, as a replica set, because only those have transactions."""
    container = DockerContainer(MONGO_IMAGE).with_command("--replSet rs0 --bind_ip_all").with_exposed_ports(27017)
    with container as mongo:
        address = f"{mongo.get_container_host_ip()}:{mongo.get_exposed_port(27017)}"
        uri = f"mongodb://{address}/?directConnection=true"
        client: MongoClient[dict[str, Any]] = MongoClient(uri)
        with client:
            client.admin.command("replSetInitiate", {"_id": "rs0", "members": [{"_id": 0, "host": "localhost:27017"}]})
            while not client.admin.command("hello")["isWritablePrimary"]:
                time.sleep(0.1)
        yield uri


def _wait_for(port: int) -> None:
    for _ in range(300):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=0.2):
            return
        time.sleep(0.1)
    message = "the MongoDB stand-in did not start"
    raise RuntimeError(message)


def a_store(kind: str, directory: Path, uri: str | None) -> Store:
    """A fresh, empty store."""
    if kind == "sqlite":
        return SqliteStore(directory / "store.sqlite")
    assert uri is not None
    return MongoStore(uri, f"suite_{uuid.uuid4().hex[:12]}")
