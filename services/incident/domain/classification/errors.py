"""What classifying refuses."""

from libs.chassis.domain import InvalidError


class UnknownKindError(InvalidError):
    """INC-11, INC-13: the plan lists eight major and six general kinds, and no others."""

    slug = "incident-kind-unknown"
    says = "应急预案没有“{code}”这一类突发事件，请从八类重大事件和六类一般事件中选择。"
    code: str


class QuestionsUnansweredError(InvalidError):
    """INC-04: without a kind, the tier follows from whether the examination can go on and what harm is done."""

    says = "请选择事件类别，或回答：考试能否正常进行；是否造成恶劣影响；几个考场秩序混乱。"
