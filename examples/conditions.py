"""The conditions candidates claim: what each one needs and the proof that carries it."""

from dataclasses import dataclass

IDENTITY, PHOTO, DIPLOMA, YEARS, CERTIFICATE = "身份证", "照片", "学历证书", "工作年限证明", "原证书"


@dataclass(frozen=True)
class Condition:
    """One way to be admitted to a level."""

    code: str
    level: int
    youngest: int
    oldest: int
    years: int = 0
    prior_level: int | None = None
    years_since: int = 0
    education: tuple[str, ...] = ()
    proofs: tuple[str, ...] = ()
    share: int = 1

    @property
    def studies(self) -> bool:
        """Whether the claimant may still be at school."""
        return bool(self.education) and self.prior_level is None


CONDITIONS = (
    Condition(code="L5-ENTRY", level=5, youngest=16, oldest=45),
    Condition(code="L4-YEARS5", level=4, youngest=23, oldest=52, years=5, proofs=(YEARS,), share=3),
    Condition(
        code="L4-CERT3",
        level=4,
        youngest=21,
        oldest=48,
        years=3,
        prior_level=5,
        years_since=3,
        proofs=(CERTIFICATE, YEARS),
        share=3,
    ),
    Condition(
        code="L4-DIPLOMA", level=4, youngest=17, oldest=22, education=("中专", "中技"), proofs=(DIPLOMA,), share=4
    ),
    Condition(code="L3-YEARS10", level=3, youngest=28, oldest=56, years=10, proofs=(YEARS,), share=3),
    Condition(
        code="L3-CERT4",
        level=3,
        youngest=25,
        oldest=52,
        years=4,
        prior_level=4,
        years_since=4,
        proofs=(CERTIFICATE, YEARS),
        share=4,
    ),
    Condition(
        code="L3-DIPLOMA",
        level=3,
        youngest=21,
        oldest=30,
        prior_level=4,
        education=("大专", "高级技工学校"),
        proofs=(DIPLOMA, CERTIFICATE),
        share=3,
    ),
    Condition(
        code="L2-CERT5",
        level=2,
        youngest=30,
        oldest=50,
        years=5,
        prior_level=3,
        years_since=5,
        proofs=(CERTIFICATE, YEARS),
    ),
)


def of_level(level: int) -> tuple[Condition, ...]:
    """The conditions that lead to a level."""
    return tuple(condition for condition in CONDITIONS if condition.level == level)
