"""Faults of several kinds in one batch, one after the other."""

from collections.abc import Awaitable, Callable
from random import Random

from apps.faults.injections import (
    MIDDLES,
    close_connections,
    cut,
    hold_answers,
    kill,
    kill_broker,
    restart_broker,
    stop,
    terminate,
)
from apps.faults.poison import poison
from apps.faults.scene import Scene

SINGLE: dict[str, Callable[[Scene, str], Awaitable[None]]] = {
    "kill": kill,
    "terminate": terminate,
    "stop": lambda scene, service: stop(scene, service, 3.0),
}
SHARED: dict[str, Callable[[Scene], Awaitable[None]]] = {
    "kill_broker": kill_broker,
    "restart_broker": restart_broker,
    "close_connections": close_connections,
    "cut": cut,
    "hold_answers": hold_answers,
}


def mixed(seed: int, times: int) -> Callable[[Scene], Awaitable[None]]:
    """Faults of all kinds at random moments, as the seed says."""

    async def at_random(scene: Scene) -> None:
        chance = Random(seed)
        moments = sorted(chance.uniform(0.05, 0.9) for _ in range(times))
        for moment in moments:
            await scene.when_all(moment)
            kind = chance.choice([*SINGLE, *SINGLE, *SHARED])
            if kind in SINGLE:
                await SINGLE[kind](scene, chance.choice(list(MIDDLES)))
            else:
                await SHARED[kind](scene)

    return at_random


async def kill_and_poison(scene: Scene) -> None:
    """SIGKILL for each service in the middle of its work, and poison while the batch is young."""
    for service, share in MIDDLES.items():
        await scene.when(service, share)
        await kill(scene, service)
        if service == "scheduling":
            await poison(scene)
