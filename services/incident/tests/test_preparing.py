"""The leading group and its precautions; training, publicity, drills and experience (INC-01, INC-02, INC-42)."""

from datetime import timedelta

import pytest

from libs.chassis.testing import Harness
from services.incident.main import build
from services.incident.tests.builders import DISCOVERED
from services.incident.tests.test_http import DIRECTOR, EXAM_AFFAIRS, INVIGILATOR, LEADING_GROUP, problem, reported

HEAD = {"person_id": "S-0050", "name": "分管领导", "office": "superior", "duty": "总指挥"}
CHIEF = {"person_id": "S-0006", "name": "主任", "office": "director", "duty": "现场指挥"}
DEPARTMENT = {
    "person_id": "S-0051",
    "name": "考务负责人",
    "office": "department-head",
    "department": "考务",
    "duty": "考场与试卷安全",
}
TODAY = DISCOVERED.date()


@pytest.fixture
async def incident(tmp_path):
    async with Harness(build, tmp_path, now=DISCOVERED) as harness:
        yield harness


def a_group(*members):
    members = members or (HEAD, CHIEF, DEPARTMENT)
    return {"founded_on": "2026-03-01", "document": "关于成立应急处理领导小组的通知", "members": list(members)}


def a_training(**differing):
    return {
        "kind": "training",
        "held_on": TODAY.isoformat(),
        "subject": "应急预案培训",
        "attended_by": ["S-0001", "S-0002"],
        **differing,
    }


async def founded(incident, *members):
    return await incident.put("/leading-group", json=a_group(*members), as_=DIRECTOR)


async def decided(incident, *, person_id="S-0051", text="每场考前检查备用电源"):
    body = {"text": text, "person_id": person_id}
    return await incident.post("/leading-group/precautions", json=body, as_=LEADING_GROUP)


async def the_group(incident):
    return (await incident.get("/leading-group", as_=LEADING_GROUP)).json()


async def held(incident, **query):
    return (await incident.get("/preparations", params=query, as_=EXAM_AFFAIRS)).json()["items"]


@pytest.mark.rule("INC-01")
async def test_who_founded_the_group_and_who_is_in_it_is_on_record(incident):
    assert problem(await incident.get("/leading-group", as_=DIRECTOR)) == (404, "leading-group-not-founded")

    assert (await founded(incident)).status_code == 204

    group = await the_group(incident)
    assert (group["founded_on"], group["document"]) == ("2026-03-01", "关于成立应急处理领导小组的通知")
    assert [member["person_id"] for member in group["members"]] == ["S-0050", "S-0006", "S-0051"]
    assert group["entered_by"] == DIRECTOR[0]


@pytest.mark.rule("INC-01")
@pytest.mark.parametrize(
    ("members", "slug"),
    [
        ([CHIEF, DEPARTMENT], "leading-group-without-head"),
        ([HEAD, {**HEAD, "person_id": "S-0052"}, CHIEF, DEPARTMENT], "leading-group-without-head"),
        ([HEAD, DEPARTMENT], "leading-group-incomplete"),
        ([HEAD, CHIEF], "leading-group-incomplete"),
    ],
    ids=["no head", "two heads", "no director", "no department"],
)
async def test_a_group_without_head_director_or_departments_is_none(incident, members, slug):
    assert problem(await founded(incident, *members)) == (422, slug)


@pytest.mark.rule("INC-02")
async def test_every_member_answers_for_a_part_of_prevention(incident):
    answer = await founded(incident, HEAD, CHIEF, {**DEPARTMENT, "duty": " "})

    assert problem(answer) == (422, "leading-group-incomplete")
    assert "考务负责人没有责任分工" in answer.json()["detail"]


@pytest.mark.rule("INC-02")
async def test_a_precaution_is_in_a_members_hands_and_is_looked_after(incident):
    await founded(incident)
    assert problem(await decided(incident, person_id="S-0001")) == (422, "not-a-member")
    assert problem(await decided(incident, text=" ")) == (422, "text-missing")

    number = (await decided(incident)).json()["number"]
    check = {"carried_out": False, "note": "二号考点尚未检查"}
    path = f"/leading-group/precautions/{number}/checks"
    assert (await incident.post(path, json=check, as_=DIRECTOR)).status_code == 204

    [precaution] = (await the_group(incident))["precautions"]
    assert (precaution["text"], precaution["person_id"]) == ("每场考前检查备用电源", "S-0051")
    assert [(one["carried_out"], one["by"]) for one in precaution["checks"]] == [(False, DIRECTOR[0])]
    missing = await incident.post("/leading-group/precautions/2/checks", json=check, as_=DIRECTOR)
    assert problem(missing) == (404, "precaution-not-found")


async def test_a_group_founded_anew_keeps_its_precautions_and_shows_who_left(incident):
    await founded(incident)
    await decided(incident)

    await founded(incident, HEAD, CHIEF, {**DEPARTMENT, "person_id": "S-0060"})

    assert [one["unassigned"] for one in (await the_group(incident))["precautions"]] == [True]


@pytest.mark.rule("INC-42")
@pytest.mark.parametrize("kind", ["training", "publicity", "drill"])
async def test_training_publicity_and_drills_are_on_record_once(incident, kind):
    for _ in range(2):
        assert (await incident.post("/preparations", json=a_training(kind=kind), as_=EXAM_AFFAIRS)).status_code == 201

    [one] = await held(incident, kind=kind)
    assert (one["subject"], one["attended_by"], one["held_on"]) == (
        "应急预案培训",
        ["S-0001", "S-0002"],
        TODAY.isoformat(),
    )


@pytest.mark.rule("INC-02")
async def test_experience_that_is_passed_on_is_on_record(incident):
    body = a_training(kind="experience", subject="停电处置经验", attended_by=[])

    await incident.post("/preparations", json=body, as_=LEADING_GROUP)

    assert [one["kind"] for one in await held(incident)] == ["experience"]


@pytest.mark.rule("INC-42")
@pytest.mark.parametrize(
    ("differing", "slug"),
    [
        ({"attended_by": []}, "nobody-trained"),
        ({"held_on": (TODAY + timedelta(days=1)).isoformat()}, "held-in-future"),
        ({"subject": " "}, "text-missing"),
    ],
)
async def test_what_was_not_held_or_had_nobody_is_no_training(incident, differing, slug):
    assert problem(await incident.post("/preparations", json=a_training(**differing), as_=EXAM_AFFAIRS)) == (422, slug)


@pytest.mark.rule("INC-42")
async def test_a_drill_names_the_drill_that_was_run_and_no_real_incident(incident):
    real = (await reported(incident)).rsplit("/", 1)[1]
    drill = (await reported(incident, drill=True)).rsplit("/", 1)[1]

    async def recorded(kind, incident_id):
        body = a_training(kind=kind, incident_id=incident_id)
        return await incident.post("/preparations", json=body, as_=EXAM_AFFAIRS)

    assert problem(await recorded("drill", real)) == (422, "not-a-drill")
    assert problem(await recorded("training", drill)) == (422, "not-a-drill")
    assert (await recorded("drill", drill)).status_code == 201
    assert [one["incident_id"] for one in await held(incident, kind="drill")] == [drill]


@pytest.mark.parametrize(
    ("method", "path", "body", "wrong"),
    [
        ("PUT", "/leading-group", a_group(), LEADING_GROUP),
        ("POST", "/leading-group/precautions", {"text": "检查", "person_id": "S-0051"}, EXAM_AFFAIRS),
        ("POST", "/leading-group/precautions/1/checks", {"carried_out": True}, EXAM_AFFAIRS),
        ("POST", "/preparations", a_training(), INVIGILATOR),
        ("GET", "/leading-group", None, INVIGILATOR),
        ("GET", "/preparations", None, INVIGILATOR),
    ],
)
async def test_preparing_is_not_for_everybody(incident, method, path, body, wrong):
    assert (await incident.request(method, path, json=body, as_=wrong)).status_code == 403
    assert (await incident.request(method, path, json=body)).status_code == 401
