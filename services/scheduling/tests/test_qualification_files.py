"""Files of qualifications over HTTP: from the application to the card, and from a ground to the black list."""

from typing import Any

import pytest

from libs.contracts.scheduling import ExaminerTermsChanged
from services.scheduling.storage import STAFF
from services.scheduling.tests.builders import COOK
from services.scheduling.tests.conftest import CARD, OFFICE, a_licence, a_staff_entry, a_supervision

HEAD, QUALITY = ("S-0901", "director"), ("S-0902", "quality")
PAPERS = ["本人申请", "所在单位推荐意见", "资格申报表", "身份证", "毕业证", "职业资格证书或职业技能等级证书", "职称证"]
EXAMINER, SUPERVISOR = f"examiner-{COOK}", "supervisor"
NUMBER = "110105194912310021"


AN_EXAMINER: dict[str, Any] = {
    "code": COOK,
    "papers": PAPERS,
    "admission": {"certificate_level": 3, "title": "intermediate", "practice_years": 3},
}
A_SUPERVISOR: dict[str, Any] = {"papers": PAPERS[:3], "admission": {"works_in_certification": True}}


def an_application(kind="examiner", **differing):
    of = AN_EXAMINER if kind == "examiner" else A_SUPERVISOR
    return {"kind": kind, "id_number": NUMBER, "recommended_by": "市职业中专", **of, **differing}


class Files:
    """The office at work on files."""

    def __init__(self, harness):
        self.harness = harness

    async def enter(self, *entries):
        return await self.harness.put("/staff", json=list(entries), as_=OFFICE)

    async def apply(self, staff_id="E-0", kind="examiner", **differing):
        path = f"/staff/{staff_id}/qualifications"
        return await self.harness.post(path, json=an_application(kind, **differing), as_=OFFICE)

    async def step(self, key=EXAMINER, *, staff_id="E-0", as_=OFFICE, **body):
        return await self.harness.post(f"/staff/{staff_id}/qualifications/{key}/steps", json=body, as_=as_)

    async def decide(self, key=EXAMINER, *, staff_id="E-0", as_=HEAD, **body):
        return await self.harness.post(f"/staff/{staff_id}/qualifications/{key}/decisions", json=body, as_=as_)

    async def file(self, key=EXAMINER, staff_id="E-0"):
        shown = (await self.harness.get(f"/staff/{staff_id}", as_=OFFICE)).json()
        [found] = [one for one in shown["qualifications"] if one["key"] == key]
        return found

    async def attention(self, on="2026-09-11"):
        listed = await self.harness.get(f"/qualifications?on={on}", as_=OFFICE)
        return {(one["staff_id"], one["key"]): one for one in listed.json()["items"]}


@pytest.fixture
async def files(scheduling):
    desk = Files(scheduling)
    await desk.enter(a_staff_entry(), a_staff_entry("Q-0", "supervisor", supervision=None))
    return desk


@pytest.fixture
async def in_force(files):
    """An examiner and a supervisor whose cards were entered from a list."""
    await files.enter(
        a_staff_entry(occupations=[a_licence()], id_number=NUMBER),
        a_staff_entry("Q-0", "supervisor", id_number="110105194912310048"),
    )
    return files


WHO = [("E-0", EXAMINER), ("Q-0", SUPERVISOR)]


@pytest.mark.rule("PER-06", "PER-20")
async def test_from_the_application_to_the_card(files):
    assert (await files.apply()).status_code == 204
    steps: list[tuple[dict[str, Any], str]] = [
        ({"step": "review", "is_accepted": True}, "待培训"),
        ({"step": "training", "on": "2026-09-01"}, "待考核"),
        ({"step": "test", "on": "2026-09-09", "written": 60, "practical": 60}, "待发证聘任"),
        ({"step": "appointment", "card_number": CARD, "valid_until": "2029-09-11", "term_until": "2029-09-11"}, "在聘"),
    ]
    for body, stage in steps:
        assert (await files.file())["lapse"]
        assert (await files.step(**body)).status_code == 204
        assert (await files.file())["stage_words"] == stage

    file = await files.file()
    assert (file["lapse"], file["grounds"]) == (None, [])
    assert [step["by"] for step in file["steps"]] == ["S-0900"] * 4
    assert NUMBER not in repr(await files.harness.load(STAFF, "E-0"))


@pytest.mark.rule("PER-20")
@pytest.mark.parametrize("paper", PAPERS)
async def test_an_application_lacks_no_paper(files, paper):
    answer = await files.apply(papers=[one for one in PAPERS if one != paper])

    assert (answer.status_code, answer.json()["title"]) == (422, "application-incomplete")
    assert paper in answer.json()["detail"]


@pytest.mark.rule("PER-20")
async def test_an_application_is_recommended_and_reviewed(files):
    assert (await files.apply(recommended_by=None)).json()["title"] == "application-incomplete"
    await files.apply()
    assert (await files.step(step="review", is_accepted=True, as_=("E-0", "exam-affairs"))).status_code == 409

    await files.step(step="review", is_accepted=False, remark="年限不实")

    assert (await files.file())["stage_words"] == "审核未通过"
    assert (await files.step(step="training", on="2026-09-01")).json()["title"] == "stage-wrong"
    assert (await files.apply()).status_code == 204


@pytest.mark.rule("PER-02")
@pytest.mark.parametrize("differing", [{"certificate_level": 4}, {"title": "none"}, {"practice_years": 2}])
async def test_whoever_does_not_meet_a_condition_becomes_no_examiner(files, differing):
    admission = {"certificate_level": 3, "title": "intermediate", "practice_years": 3, **differing}

    applied = await files.apply(admission=admission)
    entered = await files.enter(a_staff_entry(occupations=[a_licence(admission=admission)]))

    assert (applied.status_code, applied.json()["title"]) == (422, "examiner-not-admissible")
    assert (entered.status_code, entered.json()["title"]) == (422, "examiner-not-admissible")


@pytest.mark.rule("PER-02", "PER-06")
@pytest.mark.parametrize("left_out", ["admission", "trained_on", "tested_on"])
async def test_a_card_from_a_list_says_conditions_training_and_test(files, left_out):
    licence = {name: value for name, value in a_licence().items() if name != left_out}

    assert (await files.enter(a_staff_entry(occupations=[licence]))).status_code == 422
    assert (await files.enter(a_staff_entry(occupations=[a_licence()]))).status_code == 200


@pytest.mark.rule("PER-03")
@pytest.mark.parametrize(
    ("differing", "status"),
    [
        ({}, 204),
        ({"certificate_level": 2, "occupation_highest_level": 2}, 204),
        ({"certificate_level": 2}, 422),
        ({"title": "intermediate"}, 422),
        ({"practice_years": 4}, 422),
    ],
)
async def test_a_senior_examiner_shows_more(in_force, differing, status):
    admission = {"certificate_level": 1, "title": "senior", "practice_years": 5, **differing}

    assert (await in_force.apply("E-0", kind="examiner")).json()["title"] == "already-qualified"
    answer = await in_force.harness.post(
        "/staff/E-0/qualifications", json={**an_application(), "kind": "senior", "admission": admission}, as_=OFFICE
    )

    assert answer.status_code == status


@pytest.mark.rule("PER-03", "PER-04")
@pytest.mark.parametrize(("since", "status"), [("2024-09-10", 204), ("2024-09-11", 204), ("2024-09-12", 409)])
async def test_a_senior_examiner_has_held_the_examiners_card(files, since, status):
    await files.enter(a_staff_entry(occupations=[a_licence(examining_since=since)]))
    admission = {"certificate_level": 1, "title": "senior", "practice_years": 5}

    answer = await files.harness.post(
        "/staff/E-0/qualifications", json={**an_application(), "kind": "senior", "admission": admission}, as_=OFFICE
    )

    assert answer.status_code == status


AN_EXPERT: dict[str, Any] = {
    "certificate_level": 2,
    "title": "none",
    "practice_years": 5,
    "item_writing": "clean",
}


@pytest.mark.rule("ITB-19", "ITB-21")
@pytest.mark.parametrize(
    ("differing", "status"),
    [
        ({}, 204),
        ({"practice_years": 6}, 204),
        ({"practice_years": 4}, 422),
        ({"certificate_level": 1}, 204),
        ({"certificate_level": 3}, 422),
        ({"certificate_level": 6, "title": "intermediate"}, 204),
        ({"certificate_level": 6, "title": "senior"}, 204),
        ({"certificate_level": 6}, 422),
        ({"item_writing": "none"}, 422),
        ({"item_writing": "quality-problem"}, 422),
        ({"item_writing": "secrecy-breach"}, 422),
        ({"item_writing": "stopped-or-delayed"}, 422),
        ({"item_writing": "unfinished"}, 422),
        ({"item_writing": "none", "exception_signed_by": "S-0901"}, 422),
        ({"practice_years": 4, "exception_signed_by": "S-0901"}, 422),
    ],
)
async def test_an_item_expert_knows_the_trade_and_wrote_items_without_blame(files, differing, status):
    admission = {**AN_EXPERT, **differing}
    body = {**an_application(), "kind": "item-expert", "code": "4-03-02-01", "admission": admission}

    answer = await files.harness.post("/staff/E-0/qualifications", json=body, as_=OFFICE)

    shown = (await files.harness.get("/staff/E-0", as_=OFFICE)).json()
    assert answer.status_code == status, answer.text
    assert ("item-expert" in {one["kind"] for one in shown["qualifications"]}) is (status == 204)


@pytest.mark.rule("QSP-02")
@pytest.mark.parametrize(
    ("admission", "status"),
    [
        ({"works_in_certification": True}, 204),
        ({"examining_years": 3, "is_excellent": True}, 204),
        ({"examining_years": 2, "is_excellent": True}, 422),
        ({"examining_years": 3}, 422),
        ({}, 422),
    ],
)
async def test_a_supervisor_shows_what_the_rules_ask(files, admission, status):
    assert (await files.apply("Q-0", "supervisor", admission=admission)).status_code == status
    entry = a_staff_entry("Q-1", "supervisor", supervision=a_supervision(admission=admission))
    assert (await files.enter(entry)).status_code == (200 if status == 204 else 422)


@pytest.mark.rule("QSP-24")
@pytest.mark.parametrize("wrong", ["S0000430090010000", "S000043009001000011", "X"])
async def test_a_supervisors_card_keeps_the_grammar(files, wrong):
    entry = a_staff_entry("Q-1", "supervisor", supervision=a_supervision(card_number=wrong))

    assert (await files.enter(entry)).json()["title"] == "card-number-malformed"


@pytest.mark.rule("PER-28", "QSP-28", "PER-34", "QSP-32")
@pytest.mark.parametrize(("staff_id", "key"), WHO)
@pytest.mark.parametrize("duty", ["education", "assessment"])
async def test_the_years_are_watched_and_who_fails_is_removed(in_force, staff_id, key, duty):
    who = (staff_id, key)
    assert who not in await in_force.attention("2027-03-01")
    assert duty in (await in_force.attention("2027-03-02"))[who]["grounds"]
    assert (await in_force.decide(key, staff_id=staff_id, step="removal", ground=duty, reason="x")).status_code == 409

    body = {"step": "yearly", "duty": duty, "on": "2026-09-10", "remark": "抽查三次"}
    await in_force.step(key, staff_id=staff_id, **body, grade="failed")

    shown = (await in_force.attention())[who]
    assert (shown["grounds"], "不合格" in shown["lapse"]) == ([duty], True)
    assert (await in_force.file(key, staff_id))["yearly"][-1]["remark"] == "抽查三次"
    assert (await in_force.decide(key, staff_id=staff_id, step="removal", ground=duty, reason="x")).status_code == 204


@pytest.mark.rule("PER-32", "PER-33", "QSP-31")
@pytest.mark.parametrize(("staff_id", "key"), WHO)
async def test_a_removal_needs_what_is_on_record_or_a_reason(in_force, staff_id, key):
    async def remove(ground, **differing):
        body = {"step": "removal", "ground": ground, "reason": "核实属实", **differing}
        return (await in_force.decide(key, staff_id=staff_id, **body)).status_code

    for day, answer in enumerate(("missed", "declined"), start=1):
        await in_force.step(key, staff_id=staff_id, step="call", on=f"2026-08-0{day}", answer=answer)
    assert await remove("absences") == 409
    assert await remove("breach", reason="") == 422
    await in_force.step(key, staff_id=staff_id, step="call", on="2026-08-03", answer="missed")
    assert (await in_force.attention())[staff_id, key]["grounds"] == ["absences"]
    assert await remove("absences") == 204
    assert await remove("breach") == 409


@pytest.mark.rule("PER-32", "PER-33")
@pytest.mark.parametrize(("ground", "referred_to"), [("misconduct", "市公安局"), ("breach", None)])
async def test_misconduct_and_breach_are_the_heads_to_judge(in_force, ground, referred_to):
    body = {"step": "removal", "ground": ground, "reason": "收取考生贿赂", "referred_to": referred_to}
    assert (await in_force.decide(as_=OFFICE, **body)).status_code == 403

    assert (await in_force.decide(**body)).status_code == 204

    removal = (await in_force.file())["removal"]
    assert (removal["ground"], removal["reason"], removal["referred_to"]) == (ground, "收取考生贿赂", referred_to)


@pytest.mark.rule("PER-35", "QSP-33")
@pytest.mark.parametrize(
    ("staff_id", "key", "number", "black_list"),
    [(*WHO[0], NUMBER, "考评失信黑名单"), (*WHO[1], "110105194912310048", "质量督导失信黑名单")],
)
async def test_a_removal_takes_back_the_card_and_lists_the_person(in_force, staff_id, key, number, black_list):
    await in_force.decide(key, staff_id=staff_id, step="removal", ground="breach", reason="违规")
    assert (await in_force.attention())[staff_id, key]["outstanding"] == ["card-withdrawn", "deleted-from-platform"]

    for done in ("card-withdrawn", "deleted-from-platform"):
        await in_force.step(key, staff_id=staff_id, step="aftermath", done=done)

    assert (staff_id, key) not in await in_force.attention()
    assert set((await in_force.file(key, staff_id))["removal"]["done"]) == {"card-withdrawn", "deleted-from-platform"}
    shown = (await in_force.harness.get(f"/staff/{staff_id}", as_=OFFICE)).json()
    assert shown["black_lists"] == [black_list]
    kind = key.partition("-")[0]
    again = a_staff_entry(staff_id, kind, **entered(kind))
    assert (await in_force.enter(again)).json()["title"] == "already-removed"
    other = a_staff_entry("X-1", kind, id_number=number, **entered(kind))
    assert (await in_force.enter(other)).json()["title"] == "on-black-list"
    await in_force.enter(a_staff_entry("X-2", kind, supervision=None))
    assert (await in_force.apply("X-2", kind, id_number=number)).json()["title"] == "on-black-list"
    assert (await in_force.apply("X-2", kind, id_number="110105194912310064")).status_code == 204


def entered(kind):
    return {"occupations": [a_licence()]} if kind == "examiner" else {}


def terms_told(files, staff_id):
    told = files.harness.published(ExaminerTermsChanged)
    return [[one.occupation_code for one in event.terms] for event in told if event.staff_id == staff_id]


async def test_what_somebody_may_examine_in_is_told_when_it_changes(in_force):
    told = terms_told(in_force, "E-0")

    await in_force.decide(step="removal", ground="breach", reason="违规")

    assert told == [[COOK]]
    assert terms_told(in_force, "E-0") == [[COOK], []]


async def test_a_list_entered_again_tells_no_terms_that_are_known(in_force):
    await in_force.enter(a_staff_entry(occupations=[a_licence()], id_number=NUMBER))

    assert terms_told(in_force, "E-0") == [[COOK]]


async def test_an_appeal_that_is_granted_gives_the_card_back(in_force):
    await in_force.decide(step="removal", ground="breach", reason="违规")
    await in_force.step(step="appeal", text="当日请假获准")
    ruling = {"step": "ruling", "is_granted": True, "reason": "请假属实"}
    assert (await in_force.decide(**ruling)).json()["title"] == "ruling-by-the-same"

    assert (await in_force.decide(as_=QUALITY, **ruling)).status_code == 204

    assert (await in_force.file())["lapse"] is None


async def test_a_list_that_is_entered_again_keeps_the_life_of_a_file(in_force):
    await in_force.step(step="call", on="2026-08-01", answer="missed")
    await in_force.step(step="yearly", duty="education", on="2026-08-02", grade="failed")

    await in_force.enter(a_staff_entry(occupations=[a_licence(last_education="2026-09-01")]))

    file = await in_force.file()
    assert [call["answer"] for call in file["calls"]] == ["missed"]
    assert file["grounds"] == ["education"]


async def test_a_list_passes_nobody_by_the_test(files):
    await files.apply()

    answer = await files.enter(a_staff_entry(occupations=[a_licence()]))

    assert (answer.status_code, answer.json()["title"]) == (409, "stage-wrong")


@pytest.mark.parametrize("role", ["examiner", "reception", "auditor", "director"])
async def test_files_are_kept_by_the_offices(in_force, role):
    body = {"duty": "education", "on": "2026-09-10", "grade": "passed"}
    assert (await in_force.step(as_=("S-1", role), step="yearly", **body)).status_code == 403


async def test_nobody_without_a_file_has_one(in_force):
    assert (await in_force.step("safety-officer", step="training", on="2026-09-01")).status_code == 404
    assert (await in_force.harness.get("/staff/nobody", as_=OFFICE)).status_code == 404
