"""The broker under fault: a private RabbitMQ node that can be killed, throttled and asked from within."""

import asyncio
import os
import re
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path

from apps.cli.processes import Process
from apps.cli.rabbitmq import ERLANG, NODE, SERVER, PrivateNode

FORGOTTEN = 0.4  # the usual share of memory at which publishers are blocked
ENOUGH = 64_000_000  # the room on disk below which they are, by the node's configuration


class Broker:
    """Speaks to the node by `erl_call`, which costs milliseconds where `rabbitmqctl` costs seconds."""

    def __init__(self, node: PrivateNode) -> None:
        self.node = node

    async def evaluate(self, expression: str) -> str:
        """What an Erlang expression answers."""
        return await asyncio.to_thread(self._evaluate, expression)

    def _evaluate(self, expression: str) -> str:
        answer = subprocess.run(
            [str(ERLANG / "erl_call"), "-n", NODE, "-timeout", "20", "-e"],
            input=f"{expression}\n".encode(),
            env=self.node.environment(),
            check=True,
            capture_output=True,
        ).stdout.decode()
        if not answer.startswith("{ok"):
            raise RuntimeError(answer)
        return answer

    async def queues(self, vhost: str) -> dict[str, int]:
        """Every quorum queue of a virtual host with its ready messages."""
        answer = await self.evaluate(
            'lists:flatten([io_lib:format("~s=~w ", [element(4, amqqueue:get_name(Q)), '
            "element(2, rabbit_amqqueue:stat(Q))]) "
            f'|| Q <- rabbit_amqqueue:list(<<"{vhost}">>), amqqueue:is_quorum(Q)]).'
        )
        return {name: int(ready) for name, ready in re.findall(r"([\w.-]+)=(\d+)", answer)}

    async def report(self, vhost: str) -> str:
        """What `rabbitmqctl` says of the queues of a virtual host; for people who look into a failure."""
        columns = ("name", "messages_ready", "messages_unacknowledged", "consumers")
        done = await asyncio.to_thread(
            subprocess.run,
            [str(SERVER.with_name("rabbitmqctl")), "-q", "-n", NODE, "-p", vhost, "list_queues", *columns],
            env=self.node.environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout + done.stderr

    async def close_connections(self) -> None:
        """What `rabbitmqctl close_all_connections` does."""
        await self.evaluate('rabbit_networking:close_connections(rabbit_networking:connections(), "fault").')

    async def alarm(self, *, on: bool) -> None:
        """Raise or clear the memory alarm, which blocks publishers."""
        await self.evaluate(f"vm_memory_monitor:set_vm_memory_high_watermark({0.0001 if on else FORGOTTEN}).")

    async def disk_alarm(self, *, on: bool) -> None:
        """Have the node believe that its disk is full, or not; that blocks publishers too."""
        await self.evaluate(f"rabbit_disk_monitor:set_disk_free_limit({10**16 if on else ENOUGH}).")

    async def blocks(self) -> bool:
        """Whether somebody who published is blocked by an alarm."""
        states = "[rabbit_reader:info(C, [state]) || C <- rabbit_networking:connections()]"
        return "blocked" in await self.evaluate(f'lists:flatten(io_lib:format("~w", [{states}])).')

    async def limit(self, vhost: str, queue: str, length: int | None) -> None:
        """Set or lift a policy for the length of a queue; what does not fit is refused, as the queue itself says."""
        name = f'<<"{vhost}">>, <<"limit">>'
        definition = f'<<"^{queue}$">>, [{{<<"max-length">>, {length}}}], 0, <<"queues">>'
        call = f"delete({name}" if length is None else f"set({name}, {definition}"
        await self.evaluate(f'rabbit_policy:{call}, <<"skillseal">>).')

    async def configure(self, settings: Mapping[str, int]) -> None:
        """Set what channels that are opened from now on go by."""
        for name, value in settings.items():
            await self.evaluate(f"application:set_env(rabbit, {name}, {value}).")

    def freeze(self) -> None:
        """SIGSTOP: connections stay open, nobody reads them."""
        os.killpg(self.node.processes[-1].pid, signal.SIGSTOP)

    async def stop(self) -> None:
        """As an operator stops it."""
        await self.evaluate("init:stop().")

    def kill(self) -> None:
        """SIGKILL."""
        self.node.processes[-1].kill_group()

    async def start_again(self) -> None:
        """Start the node on its data once it is gone; returns when it lets clients in."""
        while self.node.processes[-1].alive():  # noqa: ASYNC110 -- another process
            await asyncio.sleep(0.02)
        self.node.processes[-1] = Process.launch(
            "rabbitmq",
            [str(SERVER)],
            environment=self.node.environment(),
            log=self.node.directory / "log" / "rabbitmq.log",
            bound=True,
        )
        await asyncio.to_thread(self.node.wait)

    async def elect(self) -> int:
        """Have a leader elected for every queue that a restart left without one; answers how many those were.

        RabbitMQ 3.10 forgets the election when a client asks for a queue while it is recovering. An operator's help,
        not the system's: whoever waits for such a queue waits for ever, and its service says so.
        """
        leaderless = "[Name || {Name, State} <- ets:tab2list(ra_state), State =/= leader]"
        answer = await self.evaluate(
            f"Before = {leaderless}, timer:sleep(3000), Now = {leaderless}, Stuck = [N || N <- Now, "
            "lists:member(N, Before)], [ra:trigger_election({N, node()}) || N <- Stuck], length(Stuck)."
        )
        return int(answer.removeprefix("{ok, ").rstrip("}\n"))

    def files(self) -> list[Path]:
        """Whatever it keeps on disk: queues, logs."""
        return [path for path in self.node.directory.rglob("*") if path.is_file() and path.name != ".erlang.cookie"]
