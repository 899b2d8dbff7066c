"""How much of the public's asking is passed on to the services.

How often one address may ask whether a certificate is real, and how often one number may be asked for wrongly, is
counted by certification, for all processes of this page together. Here is what nobody there sees: how many are wrong
whoever asks about whatever number, and how many pages are read. Each process counts for itself.
"""

from datetime import timedelta

from libs.chassis.domain import Allowance

MINUTE = timedelta(minutes=1)


def all_budgets() -> dict[str, Allowance]:
    """`wrong`: answers by hand that nothing was found; once it is spent nobody asks by hand until the minute is over.

    A token cannot be guessed, so who has the QR code is answered all the same.
    `read` and `read-by-one`: pages of notices and announcements, by everybody and from one address: a school is one.
    """
    return {
        "wrong": Allowance(300, within=MINUTE),
        "read": Allowance(3000, within=MINUTE),
        "read-by-one": Allowance(600, within=MINUTE),
    }
