"""Why a certificate is withheld although both parts are passed."""

from enum import StrEnum


class Withholding(StrEnum):
    """What a person has to settle first."""

    NOT_FILED = "not-filed"
    ANOTHER_NAME = "another-name"
    OUTSIDE_SCOPE = "outside-scope"
    REVIEW_MISSING = "review-missing"
    REVIEW_FAILED = "review-failed"
    UNREADABLE = "unreadable"
    UNPRINTABLE = "unprintable"
    NOT_TAKEN_BACK = "not-taken-back"
    KEPT_PART_VOID = "kept-part-void"

    @property
    def sentence(self) -> str:
        """What the general office is told."""
        return _SENTENCES[self]


_SENTENCES = {
    Withholding.NOT_FILED: "没有发证当日有效、经两人核对确认的评价机构备案记录，不得发证。",
    Withholding.ANOTHER_NAME: "批次的评价机构名称与备案公布的名称不一致，不得发证。",
    Withholding.OUTSIDE_SCOPE: "职业（工种）或等级不在备案范围内，不得发证。",
    Withholding.REVIEW_MISSING: "技师、高级技师须通过综合评审后方可发证。",
    Withholding.REVIEW_FAILED: "综合评审未达到 60 分，不得发放技师、高级技师证书。",
    Withholding.UNREADABLE: "考生姓名或证件号码的密封内容无法打开，请运维人员核对密钥后再办理。",
    Withholding.UNPRINTABLE: "姓名或名称中有字体未收录的字，暂不能打印证书。",
    Withholding.NOT_TAKEN_BACK: "原证书因成绩作废已暂停使用，须先办理撤回，方可重新发证。",
    Withholding.KEPT_PART_VOID: "计入的保留合格科目成绩已经作废，不得发证。",
}
