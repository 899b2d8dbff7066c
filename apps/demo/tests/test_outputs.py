"""The demo takes no folder that is somebody else's, and says in one line what is wrong with what it was told."""

import subprocess
import sys

import pytest

from apps.cli.processes import ROOT
from apps.demo.outputs import NotOurFolderError, clear


def test_a_folder_with_files_of_somebody_else_is_left_as_it_is(tmp_path):
    theirs = tmp_path / "input"
    theirs.mkdir()
    (theirs / "thesis.txt").write_text("years of work")

    with pytest.raises(NotOurFolderError, match="no run left there"):
        clear(tmp_path)

    assert (theirs / "thesis.txt").read_text() == "years of work"


@pytest.mark.parametrize("there", [True, False])
def test_a_new_or_empty_folder_is_taken_and_cleared_next_run(tmp_path, there):
    out = tmp_path / "out"
    if there:
        out.mkdir()
    clear(out)
    (out / "state").mkdir()
    (out / "state" / "store").touch()
    (out / "summary.json").touch()
    (out / "notes.txt").touch()

    clear(out)

    assert sorted(path.name for path in out.iterdir()) == [".skillseal-demo", "notes.txt"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--seed", "-1"], "greater than or equal to 0"),
        (["--out", "/proc/nowhere"], "/proc/nowhere"),
        (["--out", __file__], __file__),
    ],
)
def test_what_cannot_be_is_refused_in_a_line(arguments, says):
    command = [sys.executable, "-m", "apps.demo", *arguments]

    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)

    assert ran.returncode in {1, 2}
    assert "Traceback" not in ran.stderr
    assert says.replace(" ", "") in "".join(ran.stderr.split())
