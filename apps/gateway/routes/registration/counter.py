"""One person at the counter: the fields of the platform's registration form, typed or read from a card."""

from typing import Annotated

from fastapi import Form
from fastapi.responses import Response
from pydantic import Field

from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit
from apps.gateway.routes.registration.applications import LEVELS
from apps.gateway.screens.fields import Keyed

pages = Pages()

Text = Annotated[str, Field(max_length=200)]
KINDS = ("居民身份证", "港澳台居民居住证", "外国人永久居留身份证", "护照", "军官证")
CHOICES = {
    "id_kind": KINDS,
    "sex": ("", "男", "女"),
    "parts": ("全部", "理论", "实操"),
    "prior_level": ("", "五级", "四级", "三级", "二级"),
    "education": ("", "初中", "高中", "中专", "技校", "高级技校", "大专", "本科", "硕士", "博士"),
    "title": ("", "初级", "中级", "高级"),
    "confirmed": ("是", "否"),
    "assessment_kind": ("", "初次认定", "晋级认定"),
    "sitting": ("", "正考", "补考"),
}
# As the fields stand on the page; what few people fill in is folded away.
SECTIONS = {
    "本人": ("id_kind", "name", "id_number", "sex", "born_on", "phone"),
    "报考": ("occupation", "work_type", "level", "parts", "condition", "years", "continuous_years", "group"),
    "原证书、学历和职称": (
        *("prior_level", "prior_number", "prior_on", "prior_occupation"),
        *("education", "subject", "diploma_number", "title", "title_on"),
    ),
    "材料和确认": ("proofs", "confirmed"),
}
FOLDED = "平台登记表的其他项目（可不填）"
HINTS = {
    "name": "读卡器读入前请切换到英文输入；读成 \\u5f20 这样的字会自动还原。",
    "born_on": "证件号码里没有出生日期的填写，如 1990-05-17。",
    "years": "如 5、5.5 或 5年6个月。",
    "proofs": "用分号隔开，如 身份证;照片;工作年限证明。网上核验过的在后面注明（网络核验）。",
    "confirmed": "考生已在信息确认表上签字的选是。",
}


class ApplicantForm(Keyed):
    """Each field says by its title which column of a roster it is."""

    id_kind: Text = Field("居民身份证", title="证件类型")
    name: Text = Field("", title="姓名")
    id_number: Text = Field("", title="证件号码")
    sex: Text = Field("", title="性别")
    born_on: Text = Field("", title="出生日期")
    phone: Text = Field("", title="手机号码")
    occupation: Text = Field("", title="职业名称")
    work_type: Text = Field("", title="工种")
    level: Text = Field("", title="级别")
    parts: Text = Field("全部", title="报考科目")
    condition: Text = Field("", title="申报条件")
    years: Text = Field("", title="从业年限")
    continuous_years: Text = Field("", title="连续工作年限")
    group: Text = Field("", title="认定对象")
    prior_level: Text = Field("", title="原证书级别")
    prior_number: Text = Field("", title="原证书编号")
    prior_on: Text = Field("", title="原证书日期")
    prior_occupation: Text = Field("", title="原证书职业")
    education: Text = Field("", title="文化程度")
    subject: Text = Field("", title="所学专业")
    diploma_number: Text = Field("", title="学历证书编号")
    title: Text = Field("", title="职称")
    title_on: Text = Field("", title="职称日期")
    proofs: Text = Field("", title="证明材料")
    class_name: Text = Field("", title="班级")
    employer: Text = Field("", title="工作单位")
    unit: Text = Field("", title="报名单位")
    source: Text = Field("", title="考生来源")
    province: Text = Field("", title="所在省（市）区")
    assessment_kind: Text = Field("", title="认定分类")
    sitting: Text = Field("", title="考试类型")
    people: Text = Field("", title="民族")
    working_since: Text = Field("", title="参加工作时间")
    email: Text = Field("", title="电子邮箱")
    household: Text = Field("", title="户籍所在地")
    politics: Text = Field("", title="政治面貌")
    experience: Text = Field("", title="简要经历")
    address: Text = Field("", title="通讯地址")
    collection: Text = Field("", title="证书领取方式")
    postcode: Text = Field("", title="邮政编码")
    post_to: Text = Field("", title="邮寄地址")
    confirmed: Text = Field("否", title="本人确认")

    def cells(self) -> dict[str, str]:
        """As a row of a roster; what is empty is left out."""
        named = {field.title or "": getattr(self, name) for name, field in FIELDS.items()}
        return {column: cell.strip() for column, cell in named.items() if cell.strip()}


FIELDS = {name: field for name, field in ApplicantForm.model_fields.items() if field.title}
SECTIONS |= {FOLDED: tuple(name for name in FIELDS if all(name not in names for names in SECTIONS.values()))}
REQUIRED = frozenset({"name", "id_number", "phone", "condition"})


@pages.shows("counter")
async def show_counter(visit: InVisit, batch_id: str) -> Response:
    registration = visit.ask("registration")
    batch = await registration.get("/batches/{batch_id}", batch_id=batch_id)
    conditions = await registration.get("/announcements/conditions")
    offered = {one["level"] for one in batch["totals"]}
    choices = {
        **{name: {word: word or "未填" for word in words} for name, words in CHOICES.items()},
        "occupation": {one["occupation"]: one["occupation"] for one in batch["totals"]},
        "work_type": {one["work_type"]: one["work_type"] for one in batch["totals"]},
        "level": {LEVELS[level][:2]: LEVELS[level] for level in sorted(offered, reverse=True)},
        "condition": {
            one["code"]: f"{LEVELS[one['level']]}：{one['sentence']}" for one in conditions if one["level"] in offered
        },
    }
    form = visit.form("counter", batch_id=batch_id)
    return visit.draw(
        "counter.html",
        batch=batch,
        fields=FIELDS,
        sections=SECTIONS,
        folded=FOLDED,
        unfolded=any(form.value(name) or form.refused(name) for name in SECTIONS[FOLDED]),
        choices=choices,
        hints=HINTS,
        required=REQUIRED,
        form=form,
    )


@pages.does("counter")
async def register_applicant(visit: InVisit, batch_id: str, sent: Annotated[ApplicantForm, Form()]) -> Response:
    told = await visit.ask("registration").do(
        "POST",
        "/batches/{batch_id}/applications",
        key=sent.key,
        body={"cells": sent.cells()},
        beside="name",
        batch_id=batch_id,
    )
    said = {
        "eligible": "已登记，等待审核。",
        "unchanged": "此人已按同样的内容报名，没有变化。",
        "refused": "已登记为“不符合”，原因见下。",
    }[told["outcome"]]
    return visit.go("application", application_id=told["application_id"], said=said)
