"""The columns of a roster, as data: what each is called here, in the platform's template and by the offices."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from unicodedata import normalize


@dataclass(frozen=True, kw_only=True)
class Column:
    """`also` are its other names, bare: see `bare_heading`. A roster without a required column is no roster.

    What is `kept` is judged by nothing: it is handed on to the platform as it was written.
    """

    name: str
    also: tuple[str, ...] = ()
    required: bool = False
    kept: bool = False


COLUMNS = (
    Column(name="姓名", also=("考生姓名", "学生姓名", "名字"), required=True),
    Column(name="证件类型", also=("证件类别", "证件种类", "有效证件类型"), required=True),
    Column(
        name="证件号码",
        also=("身份证号码", "身份证号", "身份证", "证件号", "居民身份证号码", "公民身份号码", "有效证件号码"),
        required=True,
    ),
    Column(name="性别"),
    Column(name="出生日期", also=("出生年月日",)),
    Column(name="手机号码", also=("手机号", "手机", "联系电话", "联系方式", "电话", "电话号码"), required=True),
    Column(name="职业编码", also=("职业代码", "职业编号")),
    Column(name="职业名称", also=("职业", "申报职业", "报考职业", "职业工种名称", "职业工种"), required=True),
    Column(name="工种", also=("工种名称", "工种职业方向", "职业方向", "方向")),
    Column(
        name="级别",
        also=("等级", "认定等级", "申报等级", "报考等级", "申报级别", "报考级别", "技能等级", "职业技能等级"),
        required=True,
    ),
    Column(name="报考科目", also=("科目", "考试科目", "认定科目")),
    Column(name="申报条件", also=("申报条件编号", "申报条件代码", "报考条件"), required=True),
    Column(name="从业年限", also=("专业年限", "工作年限", "累计本职业年限", "本职业工作年限", "从事本职业年限")),
    Column(name="原证书级别", also=("证书等级", "原证书等级", "原职业资格等级", "已获证书等级")),
    Column(name="原证书编号", also=("证书编号", "原证书号码", "原职业资格证书编号", "已获证书编号")),
    Column(name="原证书日期", also=("原证书发证日期", "证书日期", "取证日期", "原证书取得日期")),
    Column(name="原证书职业", also=("原证书职业名称", "已获证书职业", "原证书职业工种")),
    Column(name="连续工作年限", also=("本岗位连续工作年限",)),
    Column(name="认定对象", also=("对象类别", "认定对象类别")),
    Column(name="文化程度", also=("学历", "最高学历", "当前最高学历")),
    Column(name="所学专业", also=("专业", "专业名称", "学历专业")),
    Column(name="证明材料", also=("提交材料", "材料")),
    Column(name="本人确认", also=("考生确认", "考生本人确认")),
    Column(name="序号", also=("编号", "No", "NO")),
    Column(name="班级", also=("班级名称",)),
    Column(name="工作单位", also=("单位", "所在单位", "单位名称")),
    Column(name="职称", also=("职称等级", "职称级别")),
    Column(name="职称日期", also=("职称取得日期",)),
    Column(name="备注", also=("说明",)),
    Column(name="民族", kept=True),
    Column(name="所在省（市）区", also=("所在省区", "所在省", "省份"), kept=True),
    Column(name="考生来源", kept=True),
    Column(name="报名单位", kept=True),
    Column(name="认定分类", kept=True),
    Column(name="考试类型", kept=True),
    Column(name="参加工作时间", kept=True),
    Column(name="电子邮箱", also=("邮箱", "电子邮件"), kept=True),
    Column(name="户籍所在地", kept=True),
    Column(name="政治面貌", kept=True),
    Column(name="学历证书编号", kept=True),
    Column(name="简要经历", kept=True),
    Column(name="通讯地址", kept=True),
    Column(name="证书领取方式", kept=True),
    Column(name="邮政编码", kept=True),
    Column(name="邮寄地址", kept=True),
)
# What is written beside the rows of a file that is handed back; it may come in again, and says nothing then.
NOTE_COLUMNS = ("校验结果", "校验说明")
REQUIRED_COLUMNS = tuple(column.name for column in COLUMNS if column.required)
TEMPLATE_COLUMNS = tuple(column.name for column in COLUMNS)
KEPT_COLUMNS = tuple(column.name for column in COLUMNS if column.kept)
HINTS = re.compile(r"[(\[【{<〔].*?[)\]】}>〕]")
ORNAMENT = re.compile(r"[\s*＊※:：/、·.。]+")


def bare_heading(cell: str) -> str:
    """A heading without stars, blanks, line breaks and what stands in brackets."""
    return ORNAMENT.sub("", HINTS.sub("", normalize("NFKC", cell)))


# Which column a heading means, and how good a name for it that is: 0 is its own.
NAMED: Mapping[str, tuple[str, int]] = {
    **{
        bare_heading(name): (column.name, rank)
        for column in COLUMNS
        for rank, name in enumerate((column.name, *column.also))
    },
    **{name: (name, 0) for name in NOTE_COLUMNS},
}
