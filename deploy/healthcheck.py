"""Whether the service in this container is well: exit 0 once `/health` says `ok`, that is with its broker connected."""

import json
import os
import sys
from urllib.request import urlopen

PORT = os.environ["SKILLSEAL_HTTP_PORT"]

try:
    with urlopen(f"http://127.0.0.1:{PORT}/health", timeout=2.0) as answer:
        report = json.load(answer)
except (OSError, ValueError) as fault:
    sys.exit(f"no answer: {fault}")
if report["status"] != "ok":
    sys.exit(json.dumps(report))
