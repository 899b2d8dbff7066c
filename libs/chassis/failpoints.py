"""Fail points: named places where a test lets the process die, as if the power went. Off by default.

`SKILLSEAL_FAILPOINT=before-mark:20` in the environment kills the process at the twentieth pass of `before-mark`.
"""

import os
import signal

_NAME, _, _COUNT = os.environ.get("SKILLSEAL_FAILPOINT", "").partition(":")
_passes = 0


def failpoint(name: str) -> None:
    """Pass, or die here if the environment names this point."""
    global _passes  # noqa: PLW0603 -- one process dies once
    if name != _NAME:
        return
    _passes += 1
    if _passes == int(_COUNT or 1):
        os.kill(os.getpid(), signal.SIGKILL)
