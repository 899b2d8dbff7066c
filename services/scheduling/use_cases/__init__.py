"""What scheduling does when it is asked or told."""

from services.scheduling.use_cases.batches import (
    RoomEntry,
    admit_candidate,
    await_plan,
    check_in,
    count_attendance,
    enrol_candidate,
    finish_session,
    plan_batch,
    publish_plan,
    register_rooms,
    register_staff,
    start_session,
    use_spare_paper,
)
from services.scheduling.use_cases.dispositions import (
    arrange_resit,
    cancel_sessions,
    delay_sessions,
    make_up_time,
    replace_staff,
    reschedule_sessions,
)

__all__ = [
    "RoomEntry",
    "admit_candidate",
    "arrange_resit",
    "await_plan",
    "cancel_sessions",
    "check_in",
    "count_attendance",
    "delay_sessions",
    "enrol_candidate",
    "finish_session",
    "make_up_time",
    "plan_batch",
    "publish_plan",
    "register_rooms",
    "register_staff",
    "replace_staff",
    "reschedule_sessions",
    "start_session",
    "use_spare_paper",
]
