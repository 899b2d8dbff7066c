"""A service under test as a process: `python -m libs.chassis.tests.lives a_deadly_depot [--again]`.

With `--again` it lives again whenever it was killed; all lives share one import, so that twenty of them take seconds.
"""

import os
import sys

from libs.chassis.tests import depots


def main(builder: str, *, again: bool) -> None:
    build = getattr(depots, builder)
    while again:
        life = os.fork()
        if life == 0:
            break
        _, status = os.waitpid(life, 0)
        if not os.WIFSIGNALED(status):
            sys.exit(os.waitstatus_to_exitcode(status))
    build().run()


if __name__ == "__main__":
    main(sys.argv[1], again="--again" in sys.argv)
