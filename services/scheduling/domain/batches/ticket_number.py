"""The number on an admission ticket (REG-17)."""

from datetime import datetime, timedelta

from libs.contracts.beijing import BEIJING

# A session lasts longer than a quarter of an hour, so a room has at most one that starts in each.
QUARTER = timedelta(minutes=15)


def ticket_number(*, starts_at: datetime, room_number: int, seat: int) -> str:
    """14 digits: day (6), quarter of the day (2), room (4), seat (2).

    A room's number is its own for ever and a room is used by one session at a time, whatever the batch: the first
    sitting of a candidate is nobody else's, and so is the number.
    """
    local = starts_at.astimezone(BEIJING)
    quarter = timedelta(hours=local.hour, minutes=local.minute) // QUARTER
    return f"{local:%y%m%d}{quarter:02d}{room_number:04d}{seat:02d}"
