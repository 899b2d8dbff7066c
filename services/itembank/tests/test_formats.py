"""Items in the formats of others: nothing is lost that a format can say, and what it cannot say is told."""

import io
import zipfile
from contextlib import suppress
from typing import Any

import pytest
import xlsxwriter
from defusedxml.ElementTree import fromstring
from hypothesis import given, settings
from hypothesis import strategies as st

from services.itembank.domain.errors.bank import Problem
from services.itembank.domain.errors.translation import NotThatFormatError
from services.itembank.domain.items.item import contents_of
from services.itembank.domain.items.translation import Translated
from services.itembank.domain.resources import Criterion, DefenceQuestion, PracticalTask, TheoryItem
from services.itembank.storage.formats.all_formats import FORMATS
from services.itembank.storage.formats.qti import MANIFEST
from services.itembank.tests.builders import a_bank_file, resources_of

READ = FORMATS.readers
QTI = ("qti-2", "qti-3")
WRITTEN = {"qti-2": "qti", "qti-3": "qti", "xlsx": "xlsx"}


def an_item(**differing):
    fields: dict[str, Any] = {
        "item_id": "T-0001",
        "kind": "choice",
        "point": "A-001",
        "difficulty": 0.65,
        "stem": "炒菜先放什么？",
        "options": ["油", "盐", "酱", "醋"],
        "answer": "A",
    }
    return TheoryItem(**(fields | differing))


def a_judgement(**differing):
    return an_item(**({"kind": "judgement", "options": [], "answer": "F", "stem": "酱油含盐量低。"} | differing))


def lost(read):
    return [(one.item, one.field) for one in read.losses]


# ---- there and back

words = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1).filter(
    lambda text: text.strip()
)
named = words.map(str.strip)
tasks = st.builds(
    PracticalTask,
    item_id=named,
    point=named,
    title=words,
    task=words,
    minutes=st.integers(1, 999_999),
    criteria=st.lists(
        st.builds(
            Criterion, no=st.integers(0, 999), text=words, marks=st.integers(0, 100), standard=st.just("") | words
        ),
        max_size=3,
    ),
    knockouts=st.lists(words, max_size=2),
)
questions = st.builds(DefenceQuestion, item_id=named, point=named, question=words)
items = st.builds(
    TheoryItem,
    item_id=named,
    kind=st.just("choice"),
    point=named,
    difficulty=st.floats(0, 1),
    stem=words,
    options=st.lists(words, min_size=4, max_size=4),
    answer=st.sampled_from("ABCD"),
    enemies=st.lists(named, max_size=3),
    keep_option_order=st.booleans(),
) | st.builds(
    TheoryItem,
    item_id=named,
    kind=st.just("judgement"),
    point=named,
    difficulty=st.floats(0, 1),
    stem=words,
    options=st.just([]),
    answer=st.sampled_from("TF"),
    enemies=st.lists(named, max_size=3),
    keep_option_order=st.booleans(),
)


@pytest.mark.parametrize("form", QTI)
@settings(max_examples=60)
@given(st.lists(items | tasks | questions, max_size=4))
def test_what_goes_out_as_qti_comes_back_as_it_was(form, given_items):
    written = FORMATS.writers[form](given_items)

    read = READ["qti"](written.content)

    assert read.items == given_items
    assert written.losses == read.losses == []


@settings(max_examples=100)
@given(st.lists(items | tasks | questions, max_size=4, unique_by=lambda item: item.item_id))
def test_a_workbook_comes_back_but_for_what_it_told(given_items):
    written = FORMATS.writers["xlsx"](given_items)

    read = READ["xlsx"](written.content)

    told = {(one.item, one.field) for one in written.losses}
    back = {item.item_id: item for item in read.items}
    assert read.losses == []
    for item in given_items:
        read_item = back[item.item_id]
        differs = {name for name, value in vars(item).items() if vars(read_item)[name] != value}
        assert differs <= {field for name, field in told if name == item.item_id}


@pytest.mark.parametrize(("form", "reader"), WRITTEN.items())
def test_a_whole_bank_goes_out_and_comes_back(form, reader):
    bank = list(contents_of(resources_of(a_bank_file(defence=10))))

    written = FORMATS.writers[form](bank)

    assert READ[reader](written.content).items == bank
    assert written.losses == []


@pytest.mark.parametrize("form", QTI)
def test_what_xml_cannot_say_is_told_with_item_and_field(form):
    written = FORMATS.writers[form]([an_item(stem="退格\b", options=["油\0", "盐", "酱", "醋\r"])])

    assert lost(written) == [("T-0001", "stem"), ("T-0001", "options")]
    [item] = READ["qti"](written.content).items
    assert (item.stem, item.options) == ("退格", ["油", "盐", "酱", "醋"])


@pytest.mark.parametrize(
    ("form", "root", "interaction"),
    [
        ("qti-2", "{http://www.imsglobal.org/xsd/imsqti_v2p1}assessmentItem", "choiceInteraction"),
        ("qti-3", "{http://www.imsglobal.org/xsd/imsqtiasi_v3p0}qti-assessment-item", "qti-choice-interaction"),
    ],
)
def test_each_version_speaks_its_own_names(form, root, interaction):
    with zipfile.ZipFile(io.BytesIO(FORMATS.writers[form]([an_item()]).content)) as package:
        item = fromstring(package.read("items/I00001.xml"))
        names = package.namelist()

    assert item.tag == root
    assert any(one.tag.endswith(f"}}{interaction}") for one in item.iter())
    assert MANIFEST in names


@pytest.mark.parametrize("form", WRITTEN)
def test_the_same_items_give_the_same_bytes(form):
    assert FORMATS.writers[form]([an_item()]) == FORMATS.writers[form]([an_item()])


def test_what_a_cell_cannot_hold_is_told_with_item_and_field():
    given_items = [an_item(stem=" 题" + "长" * 32_767, options=["油\0", "盐", "酱", "醋"], enemies=["T-2、T-3"])]

    written = FORMATS.writers["xlsx"](given_items)

    [item] = READ["xlsx"](written.content).items
    assert sorted(lost(written)) == [("T-0001", "enemies"), ("T-0001", "options"), ("T-0001", "stem")]
    assert (len(item.stem), item.options[0], item.enemies) == (32_766, "油", ["T-2", "T-3"])


FOREIGN = """<?xml version="1.0"?>
<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p2" identifier="choice" title="无人看管的行李"
    adaptive="false" timeDependent="false">
  <responseDeclaration identifier="RESPONSE" cardinality="single" baseType="identifier">
    <correctResponse><value>ChoiceB</value></correctResponse>
  </responseDeclaration>
  <itemBody>
    <p>看下面的标志。</p><p><img src="sign.png" alt="标志"/></p>
    <choiceInteraction responseIdentifier="RESPONSE" shuffle="true" maxChoices="1">
      <prompt>它说什么？</prompt>
      <simpleChoice identifier="ChoiceA">不要离开</simpleChoice>
      <simpleChoice identifier="ChoiceB">带好行李</simpleChoice>
    </choiceInteraction>
  </itemBody>
</assessmentItem>"""


def test_an_item_of_another_system_comes_in_and_tells_what_it_lacks():
    read = READ["qti"](FOREIGN.encode())

    [item] = read.items
    assert item.stem == "看下面的标志。\n它说什么？"
    assert (item.options, item.answer) == (["不要离开", "带好行李"], "B")
    assert {field for _, field in lost(read)} == {"img", "point", "difficulty"}


def test_another_interaction_is_told_and_not_read():
    read = READ["qti"](FOREIGN.replace("choiceInteraction", "orderInteraction").encode())

    assert (read.items, lost(read)) == ([], [("无人看管的行李", "kind")])


BOMB = '<!DOCTYPE q [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><quiz><question>&b;</question></quiz>'
OUTSIDE = '<!DOCTYPE q [<!ENTITY x SYSTEM "file:///etc/hostname">]><quiz>&x;</quiz>'


@pytest.mark.parametrize("form", ["qti", "moodle-xml"])
@pytest.mark.parametrize("content", [BOMB, OUTSIDE, "<quiz", "", "<other/>"])
def test_xml_that_means_harm_or_nothing_is_refused(form, content):
    if form == "qti" and content == "<other/>":
        assert lost(READ[form](content.encode())) == [("试题", "resource")]
        return
    with pytest.raises(NotThatFormatError):
        READ[form](content.encode())


def test_a_package_that_is_no_package_is_refused():
    packed_as_few_do = a_zip({MANIFEST: b"<manifest/>"}, packing=zipfile.ZIP_BZIP2)
    for content in (b"PK\x03\x04broken", a_zip({"other.xml": b"<a/>"}), packed_as_few_do):
        with pytest.raises(NotThatFormatError):
            READ["qti"](content)


def test_a_package_with_any_byte_damaged_is_read_or_refused():
    whole = FORMATS.writers["qti-3"]([an_item()]).content

    for index in range(len(whole)):
        with suppress(NotThatFormatError):
            READ["qti"](whole[:index] + bytes([whole[index] ^ 0xFF]) + whole[index + 1 :])


def test_a_package_that_swells_is_refused():
    with pytest.raises(NotThatFormatError, match="太大"):
        READ["qti"](a_zip({MANIFEST: b"<manifest/>", "big.xml": b"0" * (64 * 1024 * 1024)}))


def a_zip(files, *, packing=zipfile.ZIP_DEFLATED):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", packing) as package:
        for name, body in files.items():
            package.writestr(name, body)
    return content.getvalue()


# ---- GIFT

GIFT = r"""
$CATEGORY: $course$/烹调/A-001

// [id:T-0001] [tag:difficulty:0.65] [tag:enemy:T-0002]
::T-0001::炒菜先放什么\: {=油 ~盐 ~酱 ~醋\=醋}

::T-0002::[html]酱油含盐量低。{FALSE#不对}

太阳{=东 ~西}边出来

::多选::选两个{~%50%甲 ~%50%乙 ~丙}

::论述::说说看{}

// [id:D-01] [tag:part:defence] [tag:point:A-002]
::说说看::怎样带徒弟？{}
"""


def test_gift_comes_in_with_category_and_tags():
    read = READ["gift"](GIFT.encode())

    first, second, gap, open_question = read.items
    assert open_question == DefenceQuestion(item_id="D-01", point="A-002", question="怎样带徒弟？")
    assert first == an_item(stem="炒菜先放什么:", options=["油", "盐", "酱", "醋=醋"], enemies=["T-0002"])
    assert (second.kind, second.answer, second.point) == ("judgement", "F", "A-001")
    assert (gap.stem, gap.options, gap.answer) == ("太阳____边出来", ["东", "西"], "A")
    told = set(lost(read))
    assert {("多选", "kind"), ("论述", "kind"), ("T-0002", "feedback"), ("T-0002", "difficulty")} <= told


def test_a_question_of_gift_has_an_end():
    longest = "::T-1::" + "题" * (20_000 - len("::T-1::{=a ~b}")) + "{=a ~b}"

    assert len(READ["gift"](longest.encode()).items) == 1
    assert lost(READ["gift"](b"x" + longest.encode())) == [("第1段", "kind")]


@pytest.mark.parametrize("kind", ["items", "losses"])
def test_no_more_comes_in_at_once_than_any_bank_has(kind):
    of = {"items": [an_item()], "losses": [Problem(item="1", field="kind", reason="")]}[kind]
    Translated(**{kind: of * 20_000}).must_be_of_a_bank()

    with pytest.raises(NotThatFormatError, match="20000"):
        Translated(**{kind: of * 20_001}).must_be_of_a_bank()


# ---- Moodle XML

MOODLE = """<?xml version="1.0" encoding="UTF-8"?>
<quiz>
  <question type="category"><category><text>$course$/烹调/A-001</text></category></question>
  <question type="multichoice">
    <name><text>T-0001</text></name>
    <questiontext format="html"><text><![CDATA[<p>炒菜先放什么？</p>]]></text></questiontext>
    <single>true</single><shuffleanswers>0</shuffleanswers>
    <answer fraction="100"><text>油</text></answer>
    <answer fraction="0"><text>盐</text></answer>
    <answer fraction="0"><text>酱</text></answer>
    <answer fraction="0"><text>醋</text></answer>
    <tags><tag><text>difficulty:0.65</text></tag><tag><text>enemy:T-0002</text></tag></tags>
  </question>
  <question type="truefalse">
    <name><text>T-0002</text></name>
    <questiontext format="html"><text>看图<![CDATA[<img src="@@PLUGINFILE@@/a.png">]]></text></questiontext>
    <generalfeedback><text>见教材</text></generalfeedback>
    <answer fraction="0"><text>true</text></answer>
    <answer fraction="100"><text>false</text></answer>
  </question>
  <question type="essay"><name><text>T-0003</text></name></question>
  <question type="essay"><name><text>D-01</text></name><questiontext><text>怎样带徒弟？</text></questiontext>
    <tags><tag><text>part:defence</text></tag></tags></question>
</quiz>"""


def test_moodle_xml_comes_in_with_category_and_tags():
    read = READ["moodle-xml"](MOODLE.encode())

    first, second, open_question = read.items
    assert open_question == DefenceQuestion(item_id="D-01", point="A-001", question="怎样带徒弟？")
    assert first == an_item(enemies=["T-0002"], keep_option_order=True)
    assert (second.item_id, second.answer, second.stem) == ("T-0002", "F", "看图")
    told = set(lost(read))
    assert {("T-0002", "stem"), ("T-0002", "generalfeedback"), ("T-0002", "difficulty"), ("T-0003", "kind")} == told


# ---- XLSX


def a_workbook(*rows):
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return content.getvalue()


HEAD = ["试题编号", "题型", "鉴定点", "难度", "题干", "选项A", "选项B", "选项C", "选项D", "答案", "互斥试题", "备注"]


def test_a_workbook_comes_in_by_its_headings():
    content = a_workbook(
        HEAD,
        ["T-0001", "单选", "A-001", 0.65, "炒菜先放什么？", "油", "盐", "酱", "醋", "a", "T-0002、T-0003", "好题"],
        ["T-0002", "判断", "A-001", 0.65, "酱油含盐量低。", "", "", "", "", "×", "", ""],
        ["T-0003", "单选", "A-001", 0.65, "选两个", "1", "2", "3", "4", "AB", "", ""],
        [],
        ["", "判断", "", "", "盐是咸的。", "", "", "", "", "对", "", ""],
    )

    read = READ["xlsx"](content)

    first, second, third = read.items
    assert first == an_item(enemies=["T-0002", "T-0003"])
    assert second == a_judgement(item_id="T-0002")
    assert (third.stem, third.answer, third.difficulty) == ("盐是咸的。", "T", 0.5)
    assert lost(read)[:2] == [("表头", "备注"), ("T-0003", "answer")]
    assert {field for item, field in lost(read) if item == third.item_id} == {"point", "difficulty"}


TASK = ["P-1", "A-001", "宫保鸡丁", "按任务书制作", 60]
TASK_HEAD = ["试题编号", "鉴定点", "题目", "任务书", "考核时间（分钟）"]
LINE_HEAD = ["试题编号", "序号", "考核内容", "配分", "评分标准"]


def book_of(**sheets):
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return content.getvalue()


def test_tasks_come_in_with_score_sheet_and_knockouts():
    content = book_of(
        操作技能=[TASK_HEAD, TASK],
        评分标准=[
            LINE_HEAD,
            ["P-1", 1, "刀工", 60, "过粗扣 5 分"],
            ["P-1", 2, "味道", 40, ""],
            ["P-9", 1, "无主", 1, ""],
        ],
        否定项=[["试题编号", "否定项"], ["P-1", "未熟"]],
        综合评审=[["试题编号", "鉴定点", "题目"], ["D-1", "A-001", "怎样带徒弟？"], ["D-2", "A-001", ""]],
    )

    read = READ["xlsx"](content)

    lines = [Criterion(no=1, text="刀工", marks=60, standard="过粗扣 5 分"), Criterion(no=2, text="味道", marks=40)]
    named = {"item_id": "P-1", "point": "A-001", "title": "宫保鸡丁", "task": "按任务书制作"}
    task = PracticalTask(minutes=60, criteria=lines, knockouts=["未熟"], **named)
    assert read.items == [task, DefenceQuestion(item_id="D-1", point="A-001", question="怎样带徒弟？")]
    assert lost(read) == [("评分标准第4行", "试题编号"), ("综合评审第3行", "题目")]


@pytest.mark.parametrize("marks", ["六十", 59.5, -1, ""])
def test_a_task_whose_marks_are_no_numbers_is_told(marks):
    content = book_of(
        操作技能=[TASK_HEAD, TASK, ["", "", "无编号"]], 评分标准=[LINE_HEAD, ["P-1", 1, "刀工", marks, ""]]
    )

    read = READ["xlsx"](content)

    assert (read.items, lost(read)) == ([], [("P-1", "评分标准"), ("操作技能第3行", "试题编号")])


def test_a_sheet_of_tasks_without_its_headings_is_refused():
    with pytest.raises(NotThatFormatError, match="任务书"):
        READ["xlsx"](book_of(操作技能=[["试题编号", "鉴定点", "题目"], TASK]))


@pytest.mark.parametrize("marks", ["六十", ""])
def test_a_task_of_qti_whose_marks_are_no_numbers_is_told(marks):
    task = PracticalTask(
        item_id="P-1", point="A-1", title="甲", task="乙", minutes=1, criteria=[Criterion(no=1, text="丙", marks=7)]
    )
    with zipfile.ZipFile(io.BytesIO(FORMATS.writers["qti-3"]([task]).content)) as package:
        files = {
            name: package.read(name).replace(b"<td>7</td>", f"<td>{marks}</td>".encode()) for name in package.namelist()
        }

    read = READ["qti"](a_zip(files))

    assert (read.items, lost(read)) == ([], [("P-1", "criteria")])


@pytest.mark.parametrize("content", [b"no workbook", a_workbook(), a_workbook(["题干"])])
def test_a_workbook_without_its_headings_is_refused(content):
    with pytest.raises(NotThatFormatError):
        READ["xlsx"](content)


# ---- pasted text

PASTED = """
一、单项选择题
1．炒菜先放（ A ）。
A. 油   B. 盐
C. 酱   D. 醋
鉴定点：A-001 难度：0.65 编号：T-0001
2、酱油含盐量低。（×）
3. 下列正确的是
A．甲
B．乙
答案：B
4. 没有答案的题
A. 甲 B. 乙
"""


def test_text_that_was_pasted_comes_in():
    read = READ["word"](PASTED.encode())

    first, second, third = read.items
    assert first == an_item(stem="炒菜先放（  ）。")
    assert (second.kind, second.answer, second.stem) == ("judgement", "F", "酱油含盐量低。（  ）")
    assert (third.stem, third.options, third.answer) == ("下列正确的是", ["甲", "乙"], "B")
    assert ("第4题", "answer") in lost(read)


@pytest.mark.parametrize("form", ["word", "gift"])
@pytest.mark.parametrize("content", [b"", "题".encode("gb18030")])
def test_text_without_items_is_refused(form, content):
    with pytest.raises(NotThatFormatError):
        READ[form](content)


@pytest.mark.parametrize("form", sorted(READ))
@settings(max_examples=60)
@given(content=st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_whatever_comes_is_read_or_refused_by_name(form, content):
    try:
        READ[form](content)
    except NotThatFormatError:
        return
