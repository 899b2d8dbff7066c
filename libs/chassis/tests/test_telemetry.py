"""Log lines are JSON, whoever writes them."""

import json
import subprocess
import sys

PROGRAM = """
import logging
import structlog
from libs.chassis.watch import telemetry

telemetry.configure("post", "INFO")
structlog.get_logger().info("request", route="/parcels/{parcel_id}")
structlog.get_logger().debug("too fine")
logging.getLogger("aiormq.connection").warning("lost %s", "it")
logging.getLogger("aiormq.connection").info("too fine")
try:
    1 / 0
except ZeroDivisionError:
    logging.getLogger("uvicorn.error").exception("broke")
"""


def test_our_lines_and_those_of_libraries_are_json_naming_the_service():
    ran = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    lines = [json.loads(line) for line in ran.stdout.splitlines()]

    assert [(line["event"], line["level"]) for line in lines] == [
        ("request", "info"),
        ("lost it", "warning"),
        ("broke", "error"),
    ]
    assert {line["service"] for line in lines} == {"post"}
    assert lines[1]["logger"] == "aiormq.connection"
    assert "ZeroDivisionError" in lines[2]["exception"]
    assert ran.stderr == ""
