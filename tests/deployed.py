"""A broker that was told our definitions, and services under the rights that they have there."""

import asyncio
import json
import subprocess
from contextlib import asynccontextmanager, contextmanager
from importlib import import_module

from apps.cli import rabbitmq
from apps.cli.keys import Keys
from apps.cli.system import GATEWAY, SERVICES
from deploy.definitions import DEMO, REPORTER, VHOST, definitions, written
from libs.chassis.testing import KEY

PASSWORDS = {user: f"secret-of-{user}" for user in (*SERVICES, GATEWAY, REPORTER, DEMO)}


@contextmanager
def told_our_definitions(node, directory):
    """The address at which a user reaches the broker."""
    tell(node, definitions(PASSWORDS, simulation=True), directory)
    yield lambda user: f"amqp://{user}:{PASSWORDS[user]}@127.0.0.1:{node.amqp_port}/{VHOST}"
    node.drop_vhost(VHOST)
    for user in PASSWORDS:
        node._evaluate(f'rabbit_auth_backend_internal:delete_user(<<"{user}">>, <<"skillseal">>).')


def tell(node, content, directory):
    """Tell a broker definitions."""
    file = directory / "definitions.json"
    file.write_text(written(content), encoding="utf-8")
    rabbitmqctl = rabbitmq.SERVER.with_name("rabbitmqctl")
    command = [rabbitmqctl, "--quiet", "--node", rabbitmq.NODE, "import_definitions", file]
    subprocess.run(command, env=node.environment(), check=True, capture_output=True, timeout=60)


@asynccontextmanager
async def running(service, url_of, directory):
    """A service or the gateway on the broker, under its rights; those with one directory have one ring of keys."""
    keys = Keys.in_directory(directory / "keys")
    home = f"apps.{service}" if service == GATEWAY else f"services.{service}"
    signs = {"gateway_key": json.dumps(KEY.as_dict(private=True))} if service == GATEWAY else {}
    settings = import_module(f"{home}.settings").Settings(
        amqp_url=url_of(service),
        field_keys=keys.field_keys,
        token_keys=json.dumps({"keys": [KEY.as_dict(private=False)]}),
        event_key=keys.event_key(service),
        event_keys=keys.event_keys(SERVICES),
        store=f"sqlite:///{directory / service}.sqlite",
        simulation=True,
        **signs,
    )
    built = import_module(f"{home}.main").build(settings)
    await built.start()
    try:
        async with asyncio.timeout(20):
            while (await built.health())["status"] != "ok":  # noqa: ASYNC110 -- it has no event of its own
                await asyncio.sleep(0.05)
            yield built
    finally:
        await built.stop()
