"""Each form is what the rulebook asks for, by a table that was written from the rulebook; and it works."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
import pytest_asyncio

from libs.chassis.testing import Harness
from libs.contracts import volumes
from libs.contracts.itembank import BankFormOverdue
from libs.forms.subject import a_year
from libs.forms.testing import Proof
from services.itembank.domain.forms.book import BOOK
from services.itembank.main import build
from services.itembank.tests.builders import BATCH, NOW, START, SUBJECT, a_plan
from services.itembank.tests.conftest import KEEPER, THEORY, Desk
from services.itembank.views.form_subjects import FormSubjects


@dataclass(frozen=True)
class Demand:
    """What a sentence of the rulebook asks of a form: at least these fields, these signatures, and by then."""

    form: str
    fields: str
    signed: tuple[tuple[str, int], ...]
    due: str = ""
    volume: str = volumes.MANAGEMENT


BANK, HEAD, GENERAL = ("item-bank", 1), ("director", 1), ("general-office", 1)
STAFF = "item-bank exam-affairs general-office item-reviewer"
ONE_OF_STAFF, TWO_OF_STAFF = (STAFF, 1), (STAFF, 2)
BY_BOTH, BY_OFFICE = (BANK, HEAD), (GENERAL, HEAD)
JANUARY, MARCH, YEAR_END = "2026-02-01T00:00+08:00", "2026-04-01T00:00+08:00", "2027-01-01T00:00+08:00"
FIRST_START, DAY_END = "2026-09-19T09:00+08:00", "2026-09-20T00:00+08:00"
SUPERVISED = (BANK, ("quality exam-affairs", 1), ("exam-affairs site-head", 1))
REPORTED = ((f"{STAFF} marking-lead quality", 1), HEAD)
PROBLEM = "bank-problem"
FOUND = (("item-reviewer marking-lead", 1), BANK)


def printing(fields):
    return Demand("paper-printing-ledger", fields, SUPERVISED, FIRST_START, volumes.RESULTS)


def issue(fields):
    return Demand("paper-issue-ledger", fields, (BANK, ("exam-affairs", 1)), DAY_END, volumes.RESULTS)


def check(quarter, due):
    return Demand(f"computer-secrecy-check-{quarter}", "computers online access checked", BY_OFFICE, due)


DEMANDS = {
    # 每年考核前集中更新维护一次，上报给市鉴定中心
    "ITB-04": [Demand("yearly-bank-maintenance", "banks from ended reported receipt", BY_BOTH, FIRST_START)],
    # 建立题库运行和试卷发放、回收等工作台帐；根据考试反馈情况，及时对题库进行维护
    "ITB-05": [
        issue("platform issued-at issued used blank returned-at feedback"),
        Demand(PROBLEM, "source problem correction", FOUND),
    ],
    # 如使用纸制试卷考试，要做好试卷印制、封装、运输、交接等环节工作台帐；应用智能化平台考试，要做好对接
    "ITB-07": [printing("mode platform printed printed-at sealed-at left-at arrived-at carrier received-by")],
    # 依据国家职业技能标准、行业企业评价规范，遵循命题技术规程
    "ITB-08": [Demand("bank-outline", "standard procedure", BY_BOTH)],
    # 制定题库开发规划，编制题库开发技术规程，组织题库开发人员技术培训
    "ITB-09": [Demand("bank-development-plan", "subjects procedure training", BY_BOTH, MARCH)],
    # 技术技能型：突出实际操作和解决关键生产技术难题，增加新知识、新技术、新方法
    "ITB-10": [Demand("bank-outline", "category practice novelty", BY_BOTH)],
    # 知识技能型：突出运用理论知识指导生产实践
    "ITB-11": [Demand("bank-outline", "category guidance", BY_BOTH)],
    # 复合技能型：突出掌握多项技能
    "ITB-12": [Demand("bank-outline", "category several", BY_BOTH)],
    # 根据题库运行效果，结合生产技术发展变化情况，及时组织题库修订、补充和完善
    "ITB-17": [
        Demand("bank-quality-report", "results technology revision", BY_BOTH, YEAR_END),
        Demand(PROBLEM, "problem corrected", FOUND),
    ],
    # 谁编制、谁维护、谁负责；问题的收集、整理和日常维护，及时修正试题错误
    "ITB-18": [
        Demand("bank-development-plan", "subjects", BY_BOTH, MARCH),
        Demand(PROBLEM, "item problem writer corrected correction", FOUND),
    ],
    # 熟悉培训、考核工作，有参与命题的技术能力和科研经验
    "ITB-20": [Demand("item-expert-card", "assessing research", BY_BOTH)],
    # 命题专家培训六项内容
    "ITB-22": [
        Demand("item-expert-training", "organisation theory format standards software secrecy experts", BY_BOTH)
    ],
    # 命题工作五项基本原则
    "ITB-23": [Demand("bank-outline", "syllabus usable local real regulated", BY_BOTH)],
    # 验收采取会议审查的形式进行
    "ITB-29": [Demand("bank-acceptance-meeting", "held place form members questions result improve", BY_BOTH)],
    # 建立专家信息库；题库开发前组织专家开展命题业务培训、技术交流
    "ITB-34": [
        Demand("item-expert-card", "name employer occupation written", BY_BOTH),
        Demand("item-expert-training", "held development experts exchange", BY_BOTH),
    ],
    # 专人负责管理，命题组卷，收集题库运行问题、组织修正、评估试题资源质量，及时上报
    "ITB-35": [
        Demand("bank-manager", "manager assembles corrects assesses", BY_BOTH, JANUARY),
        Demand("bank-quality-report", "quality", BY_BOTH, YEAR_END),
        Demand(PROBLEM, "problem corrected", FOUND),
    ],
    # 试卷版面和格式统一、规范
    "ITB-36": [printing("layout")],
    # 题库运行全过程建立工作台帐
    "ITB-37": [issue("platform issued used blank")],
    # 题库管理岗：负责试卷制卷、印刷、封装和保管工作
    "ITB-38": [printing("printed sealed-at"), Demand("bank-manager", "produces", BY_BOTH, JANUARY)],
    # 传递过程中要有专人负责，严禁在无保密设施的通信设备上传输
    "SEC-01": [Demand("secret-transfer", "material bearer handed received protected", (TWO_OF_STAFF,))],
    # 存放在有保密设施的资料柜内，由题库管理部门负责，专人保管
    "SEC-02": [Demand("secret-cabinets", "cabinets held", BY_BOTH, JANUARY)],
    # 试题库、印刷室、计算机室为重点保密场所；接待须批准；不得拍照录相；标明禁区
    "SEC-06": [
        Demand("key-secret-places", "bounds bank printing computers no-photos", BY_OFFICE, JANUARY),
        Demand("key-place-visit", "place visitors approved came left no-photos", (HEAD, ONE_OF_STAFF)),
    ],
    # 印刷室门窗牢固，钥匙专人保管
    "SEC-07": [Demand("key-secret-places", "solid key-keeper", BY_OFFICE, JANUARY)],
    # 定期对网上信息进行保密检查
    "SEC-09": [
        check(1, MARCH),
        check(2, "2026-07-01T00:00+08:00"),
        check(3, "2026-10-01T00:00+08:00"),
        check(4, YEAR_END),
    ],
    # 由泄密部门填写失泄密报告单，及时上报评价机构负责人
    "SEC-12": [Demand("leak-report", "department found reported material course measures", REPORTED)],
    # 责任人写出书面检查，视情节轻重处理；故意、隐匿不报从重
    "SEC-13": [Demand("leak-handling", "who act gravity self-criticism measure harder", BY_OFFICE)],
    # 印刷、分装、工件准备选择具备保密条件的场所，专人现场监督
    "SEC-14": [printing("place secure supervisor")],
    # 综合管理岗：负责安全、保卫、保密和人事管理
    "SEC-17": [Demand("secrecy-duties", "safety guard secrecy personnel", BY_OFFICE, JANUARY)],
}

# One bank with its papers serves all forms: no form is in the way of another.
pytestmark = pytest.mark.asyncio(loop_scope="module")
SUBJECTS = {"bank": SUBJECT, "maintenance": "maintenance-year-2026", "paper": THEORY[0]}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def made(tmp_path_factory):
    """An accepted bank, its papers, and one theory session that is planned."""
    async with Harness(build, tmp_path_factory.mktemp("forms"), now=NOW) as harness:
        desk = Desk(harness)
        await desk.import_bank()
        await desk.draw_up()
        assert (await desk.assemble()).status_code == 201
        await harness.deliver(a_plan())
        yield harness


async def subject_of(harness, form):
    if form.about == "year":
        return a_year("year-2026")
    subjects = harness.service.wiring.bundle(FormSubjects, harness.service.transactions.begin())
    return await subjects.get(form.about, SUBJECTS[form.about])


def marked(form):
    return pytest.param(form, id=form.name, marks=[pytest.mark.rule(*form.rules)])


@pytest.mark.parametrize("form", [marked(form) for form in BOOK.forms])
async def test_a_form_is_what_its_rules_ask_and_works(made, form):
    subject = await subject_of(made, form)

    asked = {rule: demand for rule, demands in DEMANDS.items() for demand in demands if demand.form == form.name}
    assert asked.keys() == set(form.rules)
    for demand in asked.values():
        assert set(demand.fields.split()) <= form.labels.keys()
        assert tuple((" ".join(place.roles), place.people) for place in form.signatures) == demand.signed
        assert (form.due.at(subject.anchors) if form.due else None) == read_moment(demand.due)
        assert (form.volume, form.years) == (demand.volume, 5)
    await Proof(made, BOOK, form, subject).holds()


def read_moment(told):
    return datetime.fromisoformat(told) if told else None


async def test_every_demand_is_of_a_form_that_there_is():
    assert {demand.form for demands in DEMANDS.values() for demand in demands} == set(BOOK.by_name)


@pytest.mark.rule("ITB-04")
async def test_a_year_without_maintenance_rings_when_its_first_examination_begins(tmp_path):
    async with Harness(build, tmp_path, now=NOW) as harness:
        await the_year_is_watched(harness)
        await harness.deliver(a_plan())
        await harness.step_to(START - timedelta(milliseconds=1))
        before = rung(harness)

        await harness.step_to(START)

        assert (before, rung(harness)) == ([], [("yearly-bank-maintenance", START)])


async def the_year_is_watched(harness):
    await harness.service.beside["form-years"].begin()


def rung(harness):
    told = harness.published(BankFormOverdue)
    return [(one.form, one.due_at) for one in told if one.about == "maintenance"]


async def test_a_paper_without_ledgers_rings_in_its_batch(tmp_path):
    async with Harness(build, tmp_path, now=NOW) as harness:
        desk = Desk(harness)
        await desk.import_bank()
        await desk.draw_up()
        await desk.assemble()
        await harness.deliver(a_plan())

        await harness.step_to(START + timedelta(days=2))

        told = [one for one in harness.published(BankFormOverdue) if one.batch_id == BATCH]
        assert {(one.form, one.subject_id) for one in told if one.subject_id == THEORY[0]} == {
            ("paper-printing-ledger", THEORY[0]),
            ("paper-issue-ledger", THEORY[0]),
        }


@pytest.mark.parametrize("who", [("S-0099", "invigilator"), ("S-0099", "reception")])
async def test_what_is_missing_is_told_to_nobody_without_a_part_in_it(made, who):
    shown = await made.get("/forms/files/year-2026", as_=who)

    assert shown.status_code == 403 or shown.json()["missing"] == []
    assert (await made.get("/forms/files/year-2026", as_=KEEPER)).status_code == 200
