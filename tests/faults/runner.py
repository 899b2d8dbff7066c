"""Runs the fault runner as its users do."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SEED = 11


def run(subset, out):
    """What it said and what it reports of a subset."""
    command = [sys.executable, "-m", "apps.faults", "--subset", subset, "--seed", str(SEED), "--out", str(out)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=900, check=False)
    assert (out / "report.json").exists(), done.stdout[-3000:] + done.stderr[-3000:]
    return done, json.loads((out / "report.json").read_text(encoding="utf-8"))
