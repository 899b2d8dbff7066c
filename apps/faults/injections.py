"""The faults, each injected in the middle of a batch."""

import signal
import time

from apps.faults.batch import Scene

MIDDLES = {
    "registration": 0.4,
    "scheduling": 0.3,
    "itembank": 0.3,
    "incident": 0.4,
    "archive": 0.6,
    "scoring": 0.5,
    "certification": 0.7,
}


async def kill_each(scene: Scene) -> None:
    """SIGKILL for each service in the middle of its work."""
    for service, share in MIDDLES.items():
        await scene.when(service, share)
        since = time.monotonic()
        pid = scene.system.processes[service].pid
        scene.system.send(service, signal.SIGKILL)
        await scene.system.ended(service, pid)
        await scene.recovered(f"kill -9 {service}", since)
