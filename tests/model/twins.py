"""The protocol with one thing changed. Most break a promise: so it must be as it is, and the model sees it."""

from tests.model.protocol import (
    DEADLINE,
    Delivery,
    Event,
    Process,
    Protocol,
    State,
    Steps,
    Unit,
    added,
    forgotten_first,
    take_pending,
    unique,
    with_process,
    without,
)

# ---- committing


class WithoutVersionCheck(Protocol):
    """Whoever commits last wins."""

    def clashes(self, state: State, unit: Unit) -> bool:
        return False


class DeadlineRemovedBeforehand(Protocol):
    """The deadline is taken out of the store when it is found due, and its effect is a commit of its own."""

    def begin(self, state: State) -> Steps:
        for name, after in super().begin(state):
            found_due = "deadline due" in name
            yield name, after._replace(deadline=False) if found_due else after

    def has_fired(self, state: State) -> bool:
        return False


class DeadlineRemovedAfterwards(Protocol):
    """The effect of a deadline is committed, and then the deadline is taken out of the store."""

    def write(self, state: State, number: int, unit: Unit) -> State:
        after = super().write(state, number, unit)
        return after._replace(deadline=True) if unit.by == DEADLINE else after

    def steps(self, state: State) -> Steps:
        yield from super().steps(state)
        if state.deadline and DEADLINE in state.document:
            yield "the deadline is removed", state._replace(deadline=False)


# ---- publishing


class MarkedBeforeConfirm(Protocol):
    """An event counts as published as soon as it was sent."""

    def sent(self, process: Process, fate: str) -> Process:
        return forgotten_first(process)


class OnlyTheNewest(Protocol):
    """A relay takes what was just committed and does not ask what else is pending."""

    def accept(self, state: State, number: int, event: Event) -> State:
        process = state.processes[number]
        return with_process(state, number, process._replace(unsent=(*process.unsent, event)))


class OnlyTheNewestOnceSwept(OnlyTheNewest):
    """As `libs.chassis.bus.relay` does it: what was just committed is taken by a relay that has swept since its start.

    Its memory then holds all that is pending, as long as nobody else commits.
    """

    def accept(self, state: State, number: int, event: Event) -> State:
        return super().accept(state, number, event) if state.processes[number].swept == "swept" else state

    def sweep(self, state: State) -> Steps:
        for number in range(len(state.processes)):
            after = take_pending(state, number)
            swept = after.processes[number]._replace(swept="swept")
            yield f"process {number} sweeps", with_process(after, number, swept)


class SweptInTwoSteps(OnlyTheNewestOnceSwept):
    """Likewise, on a store whose answer takes a while: commits go on between the reading and the taking."""

    def sweep(self, state: State) -> Steps:
        for number, process in enumerate(state.processes):
            match process.swept:
                case "":
                    found = tuple(event for event in state.outbox if event not in state.published)
                    reading = process._replace(swept="reading", found=found)
                    yield f"process {number} reads what is pending", with_process(state, number, reading)
                case "reading" | "missed":
                    new = tuple(event for event in process.found if not process.knows(event))
                    swept = "swept" if process.swept == "reading" else ""
                    taken = process._replace(unsent=process.unsent + new, swept=swept, found=())
                    yield f"process {number} takes what it read", with_process(state, number, taken)
                case _:
                    yield f"process {number} sweeps", take_pending(state, number)


class SweptAgainIfMissed(SweptInTwoSteps):
    """Likewise, and a sweep during which something was committed does not count as the first one. This is enough."""

    def accept(self, state: State, number: int, event: Event) -> State:
        process = state.processes[number]
        if process.swept == "reading":
            return with_process(state, number, process._replace(swept="missed"))
        return super().accept(state, number, event)


# ---- consuming


class AcknowledgedBeforeCommit(Protocol):
    """The broker may forget a copy before its effect is committed."""

    def may_acknowledge(self, delivery: Delivery) -> bool:
        return True


class WithoutInbox(Protocol):
    """Every copy is taken for a new event."""

    def is_known(self, state: State, event: Event) -> bool:
        return False


class InboxReadBeforehand(WithoutInbox):
    """The inbox is asked when a copy comes, and not again when its effect is committed."""

    def received(self, state: State, event: Event) -> Delivery:
        return Delivery(event, handled=event.seq in state.inbox)


class InboxWrittenAfterwards(Protocol):
    """The inbox is asked in the commit with the effect, but the entry is written when the copy is acknowledged."""

    def take_effect(self, state: State, event: Event) -> State:
        return state._replace(effects=added(state.effects, event.by))

    def acknowledge(self, state: State) -> Steps:
        for delivery in unique(state.in_hand):
            for name, after in super().acknowledge(state._replace(in_hand=(delivery,))):
                others = without(state.in_hand, delivery)
                yield name, after._replace(in_hand=others, inbox=state.inbox | {delivery.event.seq})


class ParkedCountsAsHandled(Protocol):
    """A parked event is entered in the inbox, as if parking were its effect."""

    def park(self, state: State, event: Event) -> State:
        return super().park(state, event)._replace(inbox=state.inbox | {event.seq})


# ---- the same protocol, with less to interleave


class PromptConsumer(Protocol):
    """The consumer handles and acknowledges each copy as it comes, so that more can happen to the publisher."""

    def store_copy(self, state: State, event: Event) -> State:
        after = super().store_copy(state, event)._replace(queue=())
        return after if self.is_known(after, event) else self.take_effect(after, event)
