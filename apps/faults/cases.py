"""Which faults are injected into which batch."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from apps.faults import injections, mixture, queues
from apps.faults.batch import Case
from apps.faults.disks import LoopDisk, MemoryDisk
from apps.faults.escalation import kill_amid_incidents
from apps.faults.jumps import jump
from apps.faults.poison import poison
from apps.faults.replay import replay
from apps.faults.system import Setting

TWIN_LOST = 4.0
REPAIRED = 40.0
# Behind what each does at its start, when the forms of the year are looked at: who ends there did not start.
CRASHES = {
    "registration": ("after-commit:6", "before-publish:12", "before-mark:4"),
    "scheduling": ("before-ack:10", "after-commit:10", "before-publish:5", "before-mark:2"),
    "itembank": ("before-ack:4", "after-commit:12", "before-publish:12", "before-mark:4"),
    "incident": ("after-commit:1", "before-publish:1", "before-mark:1"),
    "archive": ("before-ack:40", "after-commit:60"),
    "scoring": ("before-ack:10", "after-commit:10", "before-publish:10", "before-mark:3"),
    "certification": ("before-ack:10", "after-commit:10", "before-publish:8", "before-mark:2"),
}
FEW_CRASHES = {name: points[:2] for name, points in CRASHES.items() if name not in {"incident", "archive"}}
AMID_INCIDENTS = "kill -9 amid open incidents"
TWO_OCCUPATIONS = ("4-03-02-01", "6-18-01-01")
DISKS = ("scheduling", "scoring", "certification")
IMPATIENT = {"consumer_timeout": 3_000, "channel_tick_interval": 1_000}

KILL = Case("kill -9 of each service", injections.each(injections.kill))
TERMINATE = Case("SIGTERM of each service", injections.each(injections.terminate))
STOP = Case("SIGSTOP of each service", injections.each(injections.stop))
BROKER = Case("broker killed, connections closed", injections.break_broker)
CHANNELS = Case("channels closed", injections.time_out_consumers, broker_settings=IMPATIENT)
ALARM = Case("memory and disk alarm", injections.raise_alarms)
WIRE = Case("wire cut, delayed, swallowed", injections.break_wire, proxied=True)
DISK = Case("full disk", injections.fill_disks, disks=dict.fromkeys(DISKS, MemoryDisk))
POWER = Case("power cut", injections.cut_power, disks=dict.fromkeys(DISKS, LoopDisk))
TWICE = Case("twice and shuffled", queues.deliver_twice_and_shuffled)
REORDERED = Case("messages reordered", alone=replay)
QUEUES = Case("queues deleted, unbound, full", queues.break_queues, lost_after=REPAIRED)
POISON = Case("poison", poison)
CRASH = Case("crash at fail points", injections.crash_at_failpoints, Setting(failpoints=CRASHES))
CLOCK = Case("wall clock stepped", alone=jump)

amid_few_incidents = partial(kill_amid_incidents, 60, seconds=8, kills=2)
amid_many_incidents = partial(kill_amid_incidents, 500, seconds=60, kills=12)

TWINS = (
    Case(
        "twin: confirms off, broker killed",
        injections.break_broker,
        Setting(mutation="confirms-off"),
        lost_after=TWIN_LOST,
    ),
    Case(
        "twin: inbox off, every message twice",
        queues.deliver_twice_and_shuffled,
        Setting(mutation="inbox-off"),
        lost_after=TWIN_LOST,
    ),
    Case(
        "twin: marked before published, crash between",
        injections.crash_at_failpoints,
        Setting(mutation="mark-first", failpoints={"scheduling": ("before-publish:5",)}),
        lost_after=TWIN_LOST,
    ),
    Case(
        "twin: timers cleared first, crash between",
        setting=Setting(
            mutation="clear-first,watchdog-off",  # which would arm again at the start what the crash took
            failpoints={"incident": ("cleared-ladder-due:3", "cleared-first-report-reminder:3")},
        ),
        alone=amid_few_incidents(seed=0),
    ),
    Case(
        "twin: synchronous=NORMAL, power cut",
        injections.cut_power,
        Setting(mutation="synchronous-normal"),
        disks=dict.fromkeys(DISKS, LoopDisk),
        lost_after=TWIN_LOST,
    ),
    Case(
        "twin: refusals ignored, binding missing",
        queues.unbind_all,
        Setting(mutation="refusals-ignored"),
        lost_after=TWIN_LOST,
    ),
    Case(
        "twin: reconciliation off, queue deleted",
        queues.delete,
        Setting(mutation="reconciliation-off"),
        lost_after=TWIN_LOST,
    ),
    Case("twin: nothing waits, messages reordered", setting=Setting(mutation="not-yet-is-never"), alone=replay),
    Case("twin: one clock, wall clock stepped", setting=Setting(mutation="one-clock"), alone=jump),
)


@dataclass(frozen=True)
class Suite:
    """A list of cases; the size of their batches, of all occupations if none is named; how long a pause is."""

    candidates: int
    pause: float
    cases: Sequence[Case]
    occupations: Sequence[str] = ()


def suite(name: str, seed: int) -> Suite:
    """The cases of a run."""
    if name == "ci":
        crash = Case("crash at fail points", injections.crash_at_failpoints, Setting(failpoints=FEW_CRASHES))
        kill = Case("kill -9 of each service, poison", mixture.kill_and_poison)
        incidents = Case(AMID_INCIDENTS, alone=amid_few_incidents(seed=seed))
        return Suite(72, 5.0, (kill, BROKER, TWICE, crash, incidents, *TWINS[:4]), TWO_OCCUPATIONS)
    if name == "small":
        return replace(suite("all", seed), candidates=72, pause=5.0, occupations=TWO_OCCUPATIONS)
    mixed = Case(f"mixed, seed {seed}", mixture.mixed(seed, 12), proxied=True)
    incidents = Case(AMID_INCIDENTS, alone=amid_many_incidents(seed=seed))
    broker = (BROKER, CHANNELS, ALARM, QUEUES)
    sound = (
        KILL,
        TERMINATE,
        STOP,
        *broker,
        WIRE,
        DISK,
        POWER,
        TWICE,
        REORDERED,
        POISON,
        CRASH,
        incidents,
        CLOCK,
        mixed,
    )
    return Suite(200, 20.0, (*sound, *TWINS))
