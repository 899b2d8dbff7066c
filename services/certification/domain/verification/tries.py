"""How often the public may ask whether a certificate is real."""

from dataclasses import dataclass, field
from datetime import timedelta

from libs.chassis.domain import Allowance

ASKED_IN_A_MINUTE = 30
WRONG_IN_A_DAY = 10


@dataclass(frozen=True)
class VerificationTries:
    """So many questions from one address, and so many wrong ones about one number.

    Name and six digits can be guessed, a token cannot: asked by hand, a number is closed for the day after so many
    wrong ones, and its QR code answers all the same.
    """

    asked: Allowance = field(default_factory=lambda: Allowance(ASKED_IN_A_MINUTE, within=timedelta(minutes=1)))
    wrong: Allowance = field(default_factory=lambda: Allowance(WRONG_IN_A_DAY, within=timedelta(days=1)))
    wrong_by_hand: Allowance = field(default_factory=lambda: Allowance(WRONG_IN_A_DAY, within=timedelta(days=1)))
