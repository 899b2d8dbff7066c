"""Who is on duty for incidents, where the plan wants somebody (五（二）): real people, day by day."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from apps.demo.stages.stage import Run

DAYS_AFTERWARDS = 4
DAY = timedelta(days=1)
ROLES = {
    "site-head": "site-head",
    "inspector": "supervisor",
    "duty-officer": "leading-group",
    "group-head": "leading-group",
    "director": "director",
    "report-phone": "exam-affairs",
    "contact": "exam-affairs",
}
# The two site heads change over between theory and practical; of a major incident two duty officers must take over.
ORDINALS = {"duty-officer": (0, 1), "group-head": (2,), "report-phone": (1,)}
POST_OF = {
    "site-head": "site-head",
    "supervisor": "inspector",
    "leading-group": "duty-officer",
    "exam-affairs": "contact",
}


@dataclass(frozen=True)
class DutyList:
    """The duty list of a batch, from the day before its first examination to some days after its last."""

    run: Run

    @property
    def days(self) -> list[date]:
        """All days with somebody on duty."""
        first, last = (date.fromisoformat(self._days[index]) for index in (0, -1))
        return [first - DAY + timedelta(days=n) for n in range((last - first).days + DAYS_AFTERWARDS + 2)]

    @property
    def last_planned_day(self) -> date:
        """The last day that the plan of the batch may use."""
        return date.fromisoformat(self._days[-1])

    def on(self, post: str, day: date) -> list[str]:
        """Who is on a post on a day."""
        office = self.run.office
        if post == "site-head":
            theory = day <= date.fromisoformat(self.run.inputs.batch["theory_days"][-1])
            return [office.who("site-head", 0 if theory else 1)]
        return [office.who(ROLES[post], ordinal) for ordinal in ORDINALS.get(post, (0,))]

    def acts(self, role: str, day: date) -> str:
        """Who acts in this role for the institution on a day."""
        return self.on(POST_OF.get(role, role), day)[0]

    def lines(self) -> list[dict[str, Any]]:
        """The list as it is entered."""
        people: dict[tuple[str, str], list[str]] = {}
        for day in self.days:
            for post in ROLES:
                for person_id in self.on(post, day):
                    people.setdefault((post, person_id), []).append(day.isoformat())
        return [
            {"post": post, "person_id": person_id, "name": self.run.office.staff[person_id]["name"], "days": days}
            for (post, person_id), days in people.items()
        ]

    @property
    def _days(self) -> list[str]:
        batch = self.run.inputs.batch
        return sorted([*batch["theory_days"], *batch["practical_days"]])
