"""Finding a RabbitMQ, and keeping a private one to ourselves."""

import asyncio
import subprocess
from pathlib import Path

import aio_pika
import pytest

from apps.cli import rabbitmq
from apps.cli.ports import Port, listens
from apps.cli.rabbitmq import NoBrokerError, PrivateNode

LISTEN = "0A"
# As the kernel writes 127.0.0.1, ::1 and ::ffff:127.0.0.1.
LOOPBACK = {"0100007F", "0" * 24 + "01000000", "0000000000000000FFFF00000100007F"}


def test_a_silent_broker_in_the_environment_is_said_at_once(tmp_path, monkeypatch):
    port = Port.free()
    monkeypatch.setenv("AMQP_URL", f"amqp://guest:guest@127.0.0.1:{port.number}/")

    with pytest.raises(NoBrokerError, match="AMQP_URL"):
        rabbitmq.find(tmp_path, bound=True, say=print)


def test_where_nothing_can_be_installed_one_line_says_what_is_missing(tmp_path, monkeypatch):
    monkeypatch.setattr(rabbitmq, "SERVER", tmp_path / "missing")
    monkeypatch.setattr("os.geteuid", lambda: 1000)

    with pytest.raises(NoBrokerError) as refusal:
        rabbitmq.private_node(tmp_path, bound=True, say=print)

    assert len(str(refusal.value).splitlines()) == 1
    assert "rabbitmq-server" in str(refusal.value)


def test_the_package_is_kept_from_starting_a_service_only_during_installation(tmp_path):
    policy = tmp_path / "policy-rc.d"

    with rabbitmq._no_service_starts(policy):
        assert subprocess.run([policy], check=False).returncode == 101

    assert not policy.exists()


def test_a_policy_of_the_machine_is_left_alone(tmp_path):
    policy = tmp_path / "policy-rc.d"
    policy.write_text("theirs")

    with rabbitmq._no_service_starts(policy):
        assert policy.read_text() == "theirs"

    assert policy.read_text() == "theirs"


def test_a_node_is_deaf_to_settings_meant_for_another(tmp_path, monkeypatch):
    monkeypatch.setenv("RABBITMQ_NODENAME", "rabbit@elsewhere")
    monkeypatch.setenv("RABBITMQ_USE_LONGNAME", "true")
    monkeypatch.setenv("SKILLSEAL_FIELD_KEYS", "k1:secret")

    environment = PrivateNode(tmp_path, amqp_port=1, dist_port=2, epmd_port=3).environment()

    assert environment["RABBITMQ_NODENAME"] == "skillseal@localhost"
    assert "RABBITMQ_USE_LONGNAME" not in environment
    assert "SKILLSEAL_FIELD_KEYS" not in environment


def test_its_cookie_is_a_secret_and_stays_the_same(tmp_path):
    node = PrivateNode(tmp_path, amqp_port=1, dist_port=2, epmd_port=3)

    node.prepare()
    cookie = tmp_path / "home/.erlang.cookie"
    before = cookie.read_text()
    node.prepare()

    assert cookie.read_text() == before
    assert cookie.stat().st_mode & 0o777 == 0o400


def test_its_password_is_nobody_elses_and_stays_the_same(tmp_path):
    node, other = (PrivateNode(tmp_path / name, amqp_port=1, dist_port=2, epmd_port=3) for name in "ab")
    for one in (node, node, other):
        one.prepare()

    assert node.url == PrivateNode(tmp_path / "a", amqp_port=1, dist_port=2, epmd_port=3).url
    assert node.url != other.url
    assert "guest:guest" not in node.url
    assert {(tmp_path / "a" / name).stat().st_mode & 0o777 for name in ("password", "rabbitmq.conf")} == {0o600}


@pytest.mark.rabbit
def test_a_private_node_lets_in_nobody_who_knows_how_it_is_installed(private_node):
    assert rabbitmq.lets_in(private_node.url)
    assert not rabbitmq.lets_in(f"amqp://guest:guest@127.0.0.1:{private_node.amqp_port}/")


@pytest.mark.rabbit
def test_a_node_from_before_gets_a_password_and_keeps_its_data(tmp_path):
    before = PrivateNode.launch(tmp_path, bound=True)
    try:
        before.wait()
        before._evaluate('rabbit_auth_backend_internal:change_password(<<"guest">>, <<"guest">>, <<"skillseal">>).')
        assert not rabbitmq.lets_in(before.url)

        before.wait()

        assert rabbitmq.lets_in(before.url)
    finally:
        before.stop()


@pytest.mark.rabbit
def test_a_private_node_listens_on_this_machine_alone(private_node):
    ports = (private_node.amqp_port, private_node.dist_port, private_node.epmd_port)

    listening = [
        line.split()[1]
        for table in ("/proc/net/tcp", "/proc/net/tcp6")
        for line in Path(table).read_text(encoding="ascii").splitlines()[1:]
        if line.split()[3] == LISTEN
    ]
    addresses = [address for address in listening if int(address.rpartition(":")[2], 16) in ports]

    assert len(addresses) >= 3
    assert {address.rpartition(":")[0] for address in addresses} <= LOOPBACK


@pytest.mark.rabbit
async def test_a_message_goes_through_a_quorum_queue(amqp_url):
    connection = await aio_pika.connect(amqp_url)
    async with connection:
        channel = await connection.channel()
        queue = await channel.declare_queue("cli.test", durable=True, arguments={"x-queue-type": "quorum"})
        await channel.default_exchange.publish(aio_pika.Message(b"hello"), "cli.test")

        message = await queue.get(timeout=5)

        assert message.body == b"hello"
        await message.ack()
        await queue.delete(if_unused=False, if_empty=False)


@pytest.mark.rabbit
def test_virtual_hosts_know_nothing_of_one_another(private_node):
    one, other = private_node.vhost("cli-one"), private_node.vhost("cli-other")

    async def declare_in(url, *, passive):
        connection = await aio_pika.connect(url)
        async with connection:
            await (await connection.channel()).declare_queue("q", durable=True, passive=passive)

    asyncio.run(declare_in(one, passive=False))
    with pytest.raises(aio_pika.exceptions.ChannelNotFoundEntity):
        asyncio.run(declare_in(other, passive=True))

    private_node.drop_vhost("cli-one")
    private_node.drop_vhost("cli-other")
    assert not rabbitmq.lets_in(one)


@pytest.mark.rabbit
def test_a_node_keeps_its_data_and_stops_with_its_epmd(tmp_path):
    async def declare(url, *, passive):
        connection = await aio_pika.connect(url)
        async with connection:
            await (await connection.channel()).declare_queue("kept", durable=True, passive=passive)

    first = PrivateNode.launch(tmp_path, bound=True)
    try:
        first.wait()
        asyncio.run(declare(first.url, passive=False))
    finally:
        first.stop()
    assert not any(process.alive() for process in first.processes)
    assert not listens(first.epmd_port)

    second = PrivateNode.launch(tmp_path, bound=True)
    try:
        second.wait()
        asyncio.run(declare(second.url, passive=True))
    finally:
        second.stop()


@pytest.mark.rabbit
def test_a_broker_that_is_named_is_used_and_not_stopped(amqp_url, tmp_path, monkeypatch):
    monkeypatch.setenv("AMQP_URL", amqp_url)

    broker = rabbitmq.find(tmp_path, bound=True, say=print)

    assert broker == rabbitmq.Broker(amqp_url, None)


@pytest.mark.rabbit
def test_a_node_that_cannot_start_says_so(tmp_path):
    node = PrivateNode.launch(tmp_path, bound=True)
    node.stop()

    with pytest.raises(NoBrokerError, match="did not start"):
        node.wait(patience=1)
