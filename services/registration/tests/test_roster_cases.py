"""Rosters as offices hand them in: each file of `rosters/` stands for its kind, `right.json` says what is right."""

import json
from pathlib import Path

import pytest

from services.registration.domain.errors.table import RosterFileError
from services.registration.domain.roster.upload import Intake
from services.registration.storage.roster_files import UploadedRosterFiles
from services.registration.tests.builders import ACT, ADMISSION, a_batch

FOLDER = Path(__file__).parent / "rosters"
CASES = {case["file"]: case["right"] for case in json.loads((FOLDER / "right.json").read_text())}


class OpenCipher:
    """Seals nothing, so that a test sees what would be kept."""

    def seal(self, text, *, purpose, owner):
        return text

    def open(self, text, *, purpose, owner):
        return text

    def opens(self, text, *, purpose, owner):
        return True

    def fingerprint(self, text):
        return text


async def judged(file):
    roster = await UploadedRosterFiles().read((FOLDER / file).read_bytes())
    intake = Intake(batch=a_batch(), admission=ADMISSION, cipher=OpenCipher(), upload_id="upload", act=ACT)
    return intake.judge(roster, earlier=[])


@pytest.mark.parametrize("file", [file for file, right in CASES.items() if not right.get("refused_file")])
async def test_a_roster_as_offices_hand_it_in_comes_out_right(file):
    right = CASES[file]

    found = await judged(file)

    applications = found.applications
    sentences = [finding.reason for one in applications for finding in one.findings]
    kept = {
        "eligible": found.upload.eligible,
        "rows": found.upload.rows,
        "says": right.get("says") if any(right.get("says", "") in sentence for sentence in sentences) else sentences,
        "name": applications[0].person.name,
        "prior": applications[0].claim.prior_on and applications[0].claim.prior_on.isoformat(),
        "class": [one.class_name for one in applications],
        "or_prior_number": right.get("or_prior_number"),  # refused is right too
    }
    assert {name: kept[name] for name in right} == right, sentences


@pytest.mark.parametrize("file", [file for file, right in CASES.items() if right.get("refused_file")])
async def test_a_file_that_is_no_roster_says_what_to_do(file):
    with pytest.raises(RosterFileError) as refusal:
        await judged(file)

    assert CASES[file]["says"] in refusal.value.sentence
