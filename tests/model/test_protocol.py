"""The protocol keeps its promises over every interleaving; each twin that changes one thing is found breaking one."""

import pytest

from tests.model.protocol import Event, Process, Protocol, State
from tests.model.search import Outcome, explore
from tests.model.twins import (
    AcknowledgedBeforeCommit,
    DeadlineRemovedAfterwards,
    DeadlineRemovedBeforehand,
    InboxReadBeforehand,
    InboxWrittenAfterwards,
    MarkedBeforeConfirm,
    OnlyTheNewest,
    OnlyTheNewestOnceSwept,
    ParkedCountsAsHandled,
    PromptConsumer,
    SweptAgainIfMissed,
    SweptInTwoSteps,
    WithoutInbox,
    WithoutVersionCheck,
)


def requested(*commands: str, processes: int = 1, luck: int) -> State:
    """Clients of a publishing service want something; `open` sets the deadline too. `luck` mishaps may happen."""
    return State(requested=commands, processes=(Process(),) * processes, luck=luck)


def arrived(events: int, *, luck: int) -> State:
    """All the publisher had to do is done: its events lie in the queue."""
    outbox = tuple(Event(seq, f"command {seq}") for seq in range(1, events + 1))
    return State(
        requested=(),
        document=tuple(event.by for event in outbox),
        outbox=outbox,
        published=frozenset(outbox),
        queue=outbox,
        arrived=tuple(event.seq for event in outbox),
        luck=luck,
    )


def search(model: Protocol, start: State) -> Outcome:
    """What pytest shows of it if the test fails: the number of states, and the shortest trace to what was found."""
    outcome = explore(model, start)
    print(f"{type(model).__name__}: {outcome}")  # noqa: T201 -- shown for a failed test only
    return outcome


def happened(outcome: Outcome, *words: str) -> bool:
    """Whether the search took steps of each of these kinds; a promise kept because nothing happens is worth nothing."""
    return all(any(word in step for step in outcome.steps) for word in words)


# ---- the protocol holds


@pytest.mark.parametrize(
    "start",
    [
        pytest.param(requested("a", "b", luck=2), id="two commands, any two mishaps"),
        pytest.param(requested("open", luck=2), id="a command and its deadline, any two mishaps"),
        pytest.param(requested("a", processes=2, luck=3), id="one command, two processes, any three mishaps"),
        pytest.param(requested("a", "b", processes=2, luck=0), id="two commands, two processes"),
        pytest.param(requested("open", processes=2, luck=0), id="a command and its deadline, two processes"),
        pytest.param(arrived(3, luck=2), id="three events in the queue, any two mishaps"),
    ],
)
def test_every_event_has_one_effect_in_the_end(start):
    outcome = search(Protocol(), start)

    assert outcome.complaint == ""


@pytest.mark.parametrize(
    "start",
    [
        pytest.param(requested("a", "b", processes=2, luck=3), id="two commands, any three mishaps"),
        pytest.param(requested("open", "b", processes=2, luck=1), id="two commands and a deadline, any mishap"),
    ],
)
def test_two_processes_that_commit_and_publish_keep_the_order(start):
    outcome = search(PromptConsumer(), start)

    assert outcome.complaint == ""


def test_the_search_meets_whatever_can_happen():
    committing = search(PromptConsumer(), requested("a", "b", processes=2, luck=1))
    firing = search(PromptConsumer(), requested("open", processes=2, luck=1))
    consuming = search(Protocol(), arrived(2, luck=1))

    assert happened(committing, "version clash", "sweeps", "is lost", "gives up", "never gets", "marks 1, 2", "crashes")
    assert happened(firing, "finds the deadline due", "finds that the deadline has fired", "commits deadline")
    assert happened(consuming, "too early", "replayed", "settled", "known and dropped", "behind", "crashes")


@pytest.mark.parametrize("relay", [OnlyTheNewestOnceSwept, SweptAgainIfMissed])
def test_a_simpler_relay_keeps_the_order_of_a_single_process(relay):
    promptly_consumed = type(relay.__name__, (relay, PromptConsumer), {})

    outcome = search(promptly_consumed(), requested("a", "b", "c", luck=2))

    assert outcome.complaint == ""


# ---- its twins do not


def test_a_mark_before_the_confirm_is_found():
    outcome = search(MarkedBeforeConfirm(), requested("a", luck=1))

    assert outcome.complaint == "the event 1 by a never took effect"


def test_an_acknowledgement_before_the_commit_is_found():
    outcome = search(AcknowledgedBeforeCommit(), requested("a", luck=1))

    assert outcome.complaint == "the event 1 by a never took effect"


def test_a_missing_inbox_is_found():
    outcome = search(WithoutInbox(), requested("a", luck=1))

    assert outcome.complaint == "an event took effect twice: a, a"


def test_an_inbox_that_is_read_before_the_commit_is_found():
    outcome = search(InboxReadBeforehand(), requested("a", luck=1))

    assert outcome.complaint == "an event took effect twice: a, a"


def test_an_inbox_that_is_written_after_the_commit_is_found():
    outcome = search(InboxWrittenAfterwards(), requested("a", luck=1))

    assert outcome.complaint == "an event took effect twice: a, a"


def test_a_parked_event_that_counts_as_handled_is_found():
    outcome = search(ParkedCountsAsHandled(), arrived(2, luck=0))

    assert outcome.complaint == "the event 2 by command 2 never took effect"


def test_a_relay_that_sends_only_the_newest_event_is_found():
    outcome = search(OnlyTheNewest(), requested("a", "b", luck=1))

    assert outcome.complaint == "first copies arrived out of order: 2"


def test_a_simpler_relay_in_each_of_two_processes_is_found():
    outcome = search(OnlyTheNewestOnceSwept(), requested("a", "b", processes=2, luck=0))

    assert outcome.complaint == "first copies arrived out of order: 2"


def test_a_commit_in_the_middle_of_the_first_sweep_is_found():
    outcome = search(SweptInTwoSteps(), requested("a", "b", luck=0))

    assert outcome.complaint == "first copies arrived out of order: 2"


def test_a_deadline_removed_before_its_effect_is_found():
    outcome = search(DeadlineRemovedBeforehand(), requested("open", luck=1))

    assert outcome.complaint == "the deadline had no effect"


def test_a_deadline_removed_after_its_effect_is_found():
    outcome = search(DeadlineRemovedAfterwards(), requested("open", luck=0))

    assert outcome.complaint == "the deadline fired twice"


def test_a_missing_version_check_is_found():
    outcome = search(WithoutVersionCheck(), requested("a", "b", luck=0))

    assert outcome.complaint == "the change by a was overwritten"
