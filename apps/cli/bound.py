"""`python -m apps.cli.bound PARENT COMMAND…` becomes COMMAND, which is told to stop when its parent dies in any way.

A program of its own because nothing may run between fork and exec in a process that has threads.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main(arguments: list[str]) -> None:
    """Ask the kernel for SIGTERM at the parent's death, then become the command."""
    parent, *command = arguments
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != int(parent):
        sys.exit("the parent is gone already")
    os.execvp(command[0], command)  # noqa: S606 -- that is the purpose


if __name__ == "__main__":
    main(sys.argv[1:])
