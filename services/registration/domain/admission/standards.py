"""The national standards that admission is judged by: for each occupation, which edition is in force from when.

A standard says whom it admits; the wording comes in generations that many standards share. An edition may ask for more
papers than its conditions name. Nothing is judged by an edition that is not entered for the day.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property, lru_cache
from unicodedata import normalize

from services.registration.domain.admission.conditions import Claim, Clause, Condition, Education, Proof, Title
from services.registration.domain.errors.conditions import (
    ConditionOfOtherLevelError,
    ConditionUnknownError,
    LevelRefusedError,
    PriorOccupationUnrelatedError,
    StandardMissingError,
)

VOCATIONAL = frozenset({Education.SECONDARY_VOCATIONAL, Education.ADVANCED_TECHNICAL, Education.COLLEGE})
ADVANCED = frozenset({Education.ADVANCED_TECHNICAL, Education.COLLEGE})

# National procedure of 2023 (人社厅发〔2023〕31号); final-year students count as graduates. Whether a subject is
# related, a college accredited or a period of study fits is for the reviewer to see from the proof.
GENERATION_2023 = (
    Condition(code="L5-ENTRY", level=5, sentence="年满16周岁，拟从事或正在从事本职业或相关职业。"),
    Condition(code="L4-YEARS5", level=4, years=5, sentence="累计从事本职业或相关职业工作满5年。"),
    Condition(
        code="L4-CERT3",
        level=4,
        prior_level=5,
        years_since_prior=3,
        sentence="取得五级证书后，从事本职业或相关职业工作满3年。",
    ),
    Condition(
        code="L4-DIPLOMA",
        level=4,
        educations=VOCATIONAL,
        sentence="取得技工学校、中等职业学校及以上相关专业毕业证书（含在读应届毕业生）。",
    ),
    Condition(code="L3-YEARS10", level=3, years=10, sentence="累计从事本职业或相关职业工作满10年。"),
    Condition(
        code="L3-CERT4",
        level=3,
        prior_level=4,
        years_since_prior=4,
        sentence="取得四级证书后，从事本职业或相关职业工作满4年。",
    ),
    Condition(
        code="L3-TITLE1",
        level=3,
        title=Title.JUNIOR,
        years_since_title=1,
        sentence="取得相关专业初级职称后，从事本职业或相关职业工作满1年。",
    ),
    Condition(
        code="L3-ADVANCED",
        level=3,
        educations=frozenset({Education.ADVANCED_TECHNICAL}),
        sentence="取得技工院校高级工班及以上相关专业毕业证书（含在读应届毕业生）。",
    ),
    Condition(
        code="L3-DIPLOMA",
        level=3,
        prior_level=4,
        educations=ADVANCED,
        sentence="取得四级证书，并取得高等职业学校、专科及以上或高级技工学校相关专业毕业证书（含在读应届毕业生）。",
    ),
    Condition(
        code="L3-ACCREDITED",
        level=3,
        educations=frozenset({Education.COLLEGE}),
        sentence="取得经评估论证的高等职业学校、专科及以上相关专业毕业证书（含在读应届毕业生）。",
    ),
    Condition(
        code="L2-CERT5",
        level=2,
        prior_level=3,
        years_since_prior=5,
        sentence="取得三级证书后，从事本职业或相关职业工作满5年。",
    ),
    Condition(
        code="L2-TITLE5",
        level=2,
        years=5,
        prior_level=3,
        years_since_prior=1,
        title=Title.JUNIOR,
        years_since_title=5,
        sentence="取得初级职称后从事本职业或相关职业工作满5年，并在取得三级证书后工作满1年。",
    ),
    Condition(
        code="L2-TITLE1",
        level=2,
        title=Title.INTERMEDIATE,
        years_since_title=1,
        sentence="取得中级职称后，从事本职业或相关职业工作满1年。",
    ),
    Condition(
        code="L2-ADVANCED2",
        level=2,
        prior_level=3,
        years=2,
        educations=frozenset({Education.ADVANCED_TECHNICAL}),
        sentence="取得三级证书的高级技工学校、技师学院毕业生，累计从事本职业或相关职业工作满2年。",
    ),
    Condition(
        code="L2-CLASS2",
        level=2,
        prior_level=3,
        years_held_prior=2,
        educations=frozenset({Education.ADVANCED_TECHNICAL}),
        sentence="技师学院技师班学生，取得三级证书满2年。",
    ),
    Condition(
        code="L1-CERT5",
        level=1,
        prior_level=2,
        years_since_prior=5,
        sentence="取得二级证书后，从事本职业或相关职业工作满5年。",
    ),
    Condition(
        code="L1-TITLE5",
        level=1,
        years=5,
        prior_level=2,
        years_since_prior=1,
        title=Title.INTERMEDIATE,
        years_since_title=5,
        sentence="取得中级职称后从事本职业或相关职业工作满5年，并在取得二级证书后工作满1年。",
    ),
    Condition(
        code="L1-TITLE1",
        level=1,
        title=Title.SENIOR,
        years_since_title=1,
        sentence="取得高级职称后，从事本职业或相关职业工作满1年。",
    ),
)

# As the standards of 2018 say it (人社厅发〔2018〕145号 for the two cooks).
GENERATION_2018 = (
    Condition(code="L5-18-YEARS1", level=5, years=1, sentence="累计从事本职业或相关职业工作1年（含）以上。"),
    Condition(
        code="L5-18-APPRENTICE",
        level=5,
        further_proofs=(Proof.APPRENTICESHIP,),
        sentence="本职业或相关职业学徒期满。",
    ),
    Condition(
        code="L4-18-CERT4",
        level=4,
        prior_level=5,
        years_since_prior=4,
        sentence="取得五级证书后，累计从事本职业或相关职业工作4年（含）以上。",
    ),
    Condition(code="L4-18-YEARS6", level=4, years=6, sentence="累计从事本职业或相关职业工作6年（含）以上。"),
    Condition(
        code="L4-18-DIPLOMA",
        level=4,
        educations=VOCATIONAL,
        sentence="取得技工学校或经评估论证的中等及以上职业学校本专业或相关专业毕业证书（含尚未取得毕业证书的在校应届毕业生）。",
    ),
    Condition(
        code="L3-18-CERT5",
        level=3,
        prior_level=4,
        years_since_prior=5,
        sentence="取得四级证书后，累计从事本职业或相关职业工作5年（含）以上。",
    ),
    Condition(
        code="L3-18-DIPLOMA",
        level=3,
        prior_level=4,
        educations=ADVANCED,
        sentence="具有四级证书，并具有高级技工学校、技师学院或经评估论证的高等职业学校本专业或相关专业毕业证书（含应届毕业生）。",
    ),
    Condition(
        code="L3-18-COLLEGE2",
        level=3,
        prior_level=4,
        years_since_prior=2,
        educations=frozenset({Education.COLLEGE}),
        sentence="具有大专及以上本专业或相关专业毕业证书，并取得四级证书后，累计从事本职业或相关职业工作2年（含）以上。",
    ),
    Condition(
        code="L2-18-CERT4",
        level=2,
        prior_level=3,
        years_since_prior=4,
        sentence="取得三级证书后，累计从事本职业或相关职业工作4年（含）以上。",
    ),
    Condition(
        code="L2-18-ADVANCED3",
        level=2,
        prior_level=3,
        years_since_prior=3,
        educations=frozenset({Education.ADVANCED_TECHNICAL}),
        sentence="取得三级证书的高级技工学校、技师学院毕业生，累计从事本职业或相关职业工作3年（含）以上。",
    ),
    Condition(
        code="L2-18-CLASS2",
        level=2,
        prior_level=3,
        years_since_prior=2,
        educations=frozenset({Education.ADVANCED_TECHNICAL}),
        sentence="取得预备技师证书的技师学院毕业生，累计从事本职业或相关职业工作2年（含）以上。",
    ),
    Condition(
        code="L1-18-CERT4",
        level=1,
        prior_level=2,
        years_since_prior=4,
        sentence="取得二级证书后，累计从事本职业或相关职业工作4年（含）以上。",
    ),
)


class Generation(StrEnum):
    """The wording that a standard's conditions have."""

    OF_2018 = "2018"
    OF_2023 = "2023"


CONDITIONS_OF = {Generation.OF_2018: GENERATION_2018, Generation.OF_2023: GENERATION_2023}


@dataclass(frozen=True, kw_only=True)
class Edition:
    """One edition of an occupation's standard, in force from a day to a day, both included.

    `papers` are asked of everybody beside what the condition asks for, such as a training certificate (REG-05).
    """

    occupation_code: str
    name: str
    generation: Generation
    valid_from: date
    valid_to: date | None = None
    related_occupations: tuple[str, ...] = ()
    related_subjects: tuple[str, ...] = ()
    papers: tuple[Proof, ...] = ()

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        return tuple(
            replace(one, further_proofs=(*one.further_proofs, *self.papers)) for one in CONDITIONS_OF[self.generation]
        )

    @cached_property
    def _by_code(self) -> dict[str, Condition]:
        return {one.code: one for one in self.conditions}

    def is_in_force(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def clauses(self, claim: Claim, level: int, *, born_on: date | None, today: date) -> list[Clause]:
        """Every condition of a level, held against the claim."""
        return [
            Clause(one, self._missed(one, claim, born_on=born_on, today=today))
            for one in self.conditions
            if one.level == level
        ]

    def _missed(
        self, condition: Condition, claim: Claim, *, born_on: date | None, today: date
    ) -> list[LevelRefusedError]:
        is_unrelated = condition.prior_level is not None and not self._knows(claim.prior_occupation)
        unrelated = [PriorOccupationUnrelatedError()] if is_unrelated else []
        return [*unrelated, *condition.shortfalls(claim, born_on=born_on, today=today)]

    def _knows(self, occupation: str) -> bool:
        """Nothing said is the own occupation: the reviewer sees the certificate."""
        return not occupation or occupation in self.related_occupations

    def shortfalls(self, claim: Claim, level: int, *, born_on: date | None, today: date) -> Sequence[LevelRefusedError]:
        """Why the condition claimed does not admit to the level; nothing when it does."""
        claimed = self._by_code.get(claim.condition)
        if claimed is None:
            return [ConditionUnknownError()]
        if claimed.level != level:
            return [ConditionOfOtherLevelError()]
        return self._missed(claimed, claim, born_on=born_on, today=today)


@dataclass(frozen=True)
class Standards:
    """The editions that the institution judges by (REG-07)."""

    editions: tuple[Edition, ...]

    def in_force(self, occupation_code: str, day: date) -> Edition | None:
        """The edition for an occupation on a day; of two the later."""
        found = [one for one in self.editions if one.occupation_code == occupation_code and one.is_in_force(day)]
        return max(found, key=lambda one: one.valid_from, default=None)

    def shortfalls(
        self, occupation_code: str, claim: Claim, level: int, *, born_on: date | None, today: date
    ) -> Sequence[LevelRefusedError]:
        """Why a claim does not admit to a level of an occupation."""
        edition = self.in_force(occupation_code, today)
        if edition is None:
            return [StandardMissingError()]
        return edition.shortfalls(claim, level, born_on=born_on, today=today)


CATERING = ("中餐烹饪", "西餐烹饪", "烹调工艺与营养", "烹饪与营养教育")
COOKS = ("中式面点师", "西式烹调师", "西式面点师")
PASTRY_COOKS = ("中式烹调师", "西式烹调师", "西式面点师", "糕点面包烘焙工", "米面主食制作工")
# When the wording of 2023 came into force for these occupations was not found; the procedure is of that year. The texts
# of 2018 for the lathe and the refrigeration operator were not found, so that only the later wording stands for them.
WORDING_OF_2023 = date(2023, 1, 1)
FOUR_STANDARDS = (
    Edition(
        occupation_code="4-03-02-01",
        name="中式烹调师（2018年版）",
        generation=Generation.OF_2018,
        valid_from=date(2019, 1, 4),
        valid_to=date(2022, 12, 31),
        related_occupations=("中式烹调师", *COOKS),
        related_subjects=CATERING,
    ),
    Edition(
        occupation_code="4-03-02-01",
        name="中式烹调师（2018年版），申报条件按2023年版编制规程",
        generation=Generation.OF_2023,
        valid_from=WORDING_OF_2023,
        related_occupations=("中式烹调师", *COOKS),
        related_subjects=CATERING,
    ),
    Edition(
        occupation_code="4-03-02-02",
        name="中式面点师（2018年版）",
        generation=Generation.OF_2018,
        valid_from=date(2019, 1, 4),
        valid_to=date(2022, 12, 31),
        related_occupations=("中式面点师", *PASTRY_COOKS),
        related_subjects=(*CATERING, "中西面点工艺"),
    ),
    Edition(
        occupation_code="4-03-02-02",
        name="中式面点师（2018年版），申报条件按2023年版编制规程",
        generation=Generation.OF_2023,
        valid_from=WORDING_OF_2023,
        related_occupations=("中式面点师", *PASTRY_COOKS),
        related_subjects=(*CATERING, "中西面点工艺"),
    ),
    Edition(
        occupation_code="6-18-01-01",
        name="车工（2018年版），申报条件按2023年版编制规程",
        generation=Generation.OF_2023,
        valid_from=WORDING_OF_2023,
        related_occupations=("车工",),
    ),
    Edition(
        occupation_code="6-11-01-04",
        name="制冷工，申报条件按2023年版编制规程",
        generation=Generation.OF_2023,
        valid_from=WORDING_OF_2023,
        related_occupations=("制冷工",),
    ),
)

# What a sentence of a condition is told apart by, however it was punctuated; the older words are still in templates.
NOT_WORDS = re.compile(r"\W+|或相关职业")
CODE = re.compile(r"L[1-5]-[A-Z0-9]+(-[A-Z0-9]+)*")


def _by_sentence(conditions: Iterable[Condition]) -> dict[str, str]:
    return {NOT_WORDS.sub("", one.sentence): one.code for one in conditions}


BY_SENTENCE = _by_sentence([*GENERATION_2018, *GENERATION_2023])


@lru_cache(maxsize=1_000)
def condition_called(cell: str) -> str:
    """The code of the condition that is claimed by its code or, as the platform's template has it, by its sentence."""
    written = normalize("NFKC", cell).strip()
    code = CODE.match(written.upper())
    return BY_SENTENCE.get(NOT_WORDS.sub("", written)) or (code[0] if code else written.upper())
