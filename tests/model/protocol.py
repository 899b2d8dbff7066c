"""How an event gets from a commit to its one effect, step by step, with everything that may go wrong on the way.

One service publishes, one consumes. All the ways in which their steps can interleave are searched (`search.py`) for a
state that breaks a promise. Each method of `Protocol` that yields is one kind of step; what one step does is atomic,
and what lies between two steps may be interrupted. A newcomer reads `State`, then `Protocol` from top to bottom.

    command → commit → relay → broker → delivery → commit with inbox → acknowledgement
                 ↑                                      ↘ parked → replay
             deadline

The promises:

- every committed event has exactly one effect, whatever was lost, repeated, reordered or parked on the way;
- the first copies of one aggregate's events reach the queue in the order of their `seq`;
- a deadline is set, fires and takes effect once, also if two processes see it due;
- no committed change is overwritten by another;
- everything comes to an end: once nothing more goes wrong, what went wrong before is made good.

What stands for what:

| here | in the chassis |
|---|---|
| `State.document`, `outbox`, `deadline` | one service's store; a commit changes them in one `WriteBatch` |
| `begin`, `commit` | `unit_of_work.Transactions`: read, change, commit under the version that was read |
| `take_pending`, `sweep`, `publish`, `confirm`, `mark` | `relay.Relay` |
| `deliver`, `handle`, `acknowledge` | `bus`, `consuming.Consumer` |
| `park`, `replay`, `settle` | `parking.Parking`; an event whose forerunner has had no effect yet is a `NotYetError` |
| `begin` of a deadline | `timers.Timers` reads what is due; firing is the commit |

Not modelled: the inside of the broker (a copy that it confirmed is safe, until it is acknowledged), the inside of the
store and its disk (a commit happens or does not; `libs/chassis/tests/test_stores.py` holds the stores to that), clocks
(a deadline may be due at any time), more than one aggregate (they do not know each other), the consumer's own document
(its handlers commit like commands), answers kept under an Idempotency-Key, dropping a parked message, and time limits:
any waiting may end early or late.
"""

import typing
from collections.abc import Iterator
from typing import Any, NamedTuple, TypeVar

DEADLINE = "deadline"
SETS_THE_DEADLINE = "open"


class Event(NamedTuple):
    """A committed event. `seq` counts within its aggregate and is the id of every copy; `by` is what caused it."""

    seq: int
    by: str


class Unit(NamedTuple):
    """A unit of work: a command or a fired deadline that has read the document and has not committed yet."""

    by: str
    read: tuple[str, ...]


class Process(NamedTuple):
    """One process of the publishing service. A crash takes all of it."""

    units: tuple[Unit, ...] = ()
    unsent: tuple[Event, ...] = ()
    flight: str = ""  # the first unsent event is on its way: "stored" or "lost", and the process knows neither
    confirmed: tuple[Event, ...] = ()
    swept: str = ""  # for twins only: how far the first sweep got, and what it has read
    found: tuple[Event, ...] = ()

    def knows(self, event: Event) -> bool:
        """Whether this relay sends the event, or has sent it and will mark it."""
        return event in self.unsent or event in self.confirmed


class Delivery(NamedTuple):
    """A copy in the hands of the consumer, until it is handled and the broker waits for no acknowledgement any more."""

    event: Event
    handled: bool = False
    acknowledged: bool = False


class State(NamedTuple):
    """Everything there is at one moment. Tuples whose order means nothing are kept sorted."""

    requested: tuple[str, ...]  # commands that clients want and repeat until they are answered

    document: tuple[str, ...] = ()  # the changes it has seen; their number is its version
    deadline: bool = False
    outbox: tuple[Event, ...] = ()
    published: frozenset[Event] = frozenset()
    processes: tuple[Process, ...] = (Process(),)

    queue: tuple[Event, ...] = ()
    arrived: tuple[int, ...] = ()  # the `seq` of each event at its first arrival in the queue

    in_hand: tuple[Delivery, ...] = ()
    inbox: frozenset[int] = frozenset()
    effects: tuple[str, ...] = ()
    parked: frozenset[Event] = frozenset()

    luck: int = 0  # how many mishaps may still happen


Steps = Iterator[tuple[str, State]]


class Ordered(typing.Protocol):
    """What can be kept sorted."""

    def __lt__(self, other: Any, /) -> bool: ...


T = TypeVar("T", bound=Ordered)


class Protocol:
    """The protocol as it is recommended. Each twin in `twins.py` changes a method or two and breaks a promise."""

    def steps(self, state: State) -> Steps:
        """What goes on by itself."""
        yield from self.begin(state)
        yield from self.commit(state)
        yield from self.sweep(state)
        yield from self.publish(state, "stored")
        yield from self.confirm(state)
        yield from self.mark(state)
        yield from self.deliver(state)
        yield from self.handle(state)
        yield from self.acknowledge(state)
        yield from self.replay(state)
        yield from self.settle(state)

    def seen_as(self, state: State) -> State:
        """It does not matter which process is which."""
        return state._replace(processes=tuple(sorted(state.processes)))

    def mishaps(self, state: State) -> Steps:
        """What may go wrong, as long as there is bad luck left."""
        if state.luck == 0:
            return
        state = state._replace(luck=state.luck - 1)
        yield from self.publish(state, "lost")
        yield from self.lose_confirm(state)
        yield from self.redeliver(state)
        yield from self.crash_publisher(state)
        yield from self.crash_consumer(state)

    # ---- committing

    def begin(self, state: State) -> Steps:
        """A process takes up a command, or finds the deadline due, and reads the document."""
        for number, process in enumerate(state.processes):
            for command in state.requested:
                begun = process._replace(units=added(process.units, Unit(command, state.document)))
                after = with_process(state, number, begun)
                yield (
                    f"process {number} reads for {command}",
                    after._replace(requested=without(state.requested, command)),
                )
            if state.deadline and all(unit.by != DEADLINE for unit in process.units):
                begun = process._replace(units=added(process.units, Unit(DEADLINE, state.document)))
                yield f"process {number} finds the deadline due and reads for it", with_process(state, number, begun)

    def commit(self, state: State) -> Steps:
        """A unit of work lands whole, or not at all; the relay of its process is told at once."""
        for number, process in enumerate(state.processes):
            for unit in process.units:
                ended = with_process(state, number, process._replace(units=without(process.units, unit)))
                if unit.by == DEADLINE and self.has_fired(state):
                    yield f"process {number} finds that the deadline has fired", ended
                elif self.clashes(state, unit):
                    yield f"process {number} meets a version clash with {unit.by}", asked_again(ended, unit)
                else:
                    yield f"process {number} commits {unit.by}", self.write(ended, number, unit)

    def clashes(self, state: State, unit: Unit) -> bool:
        """Whether somebody else changed the document since it was read."""
        return state.document != unit.read

    def has_fired(self, state: State) -> bool:
        """Whether the deadline that was found due is gone by now."""
        return not state.deadline

    def write(self, state: State, number: int, unit: Unit) -> State:
        """The one atomic write: document, outbox and deadline. A fired deadline goes with its effect."""
        event = Event(len(unit.read) + 1, unit.by)
        state = state._replace(document=(*unit.read, unit.by), outbox=(*state.outbox, event))
        if unit.by == SETS_THE_DEADLINE:
            state = state._replace(deadline=True)
        if unit.by == DEADLINE:
            state = state._replace(deadline=False)
        return self.accept(state, number, event)

    # ---- publishing

    def accept(self, state: State, number: int, event: Event) -> State:
        """Right after a commit the relay takes not only its event but all that the aggregate has pending."""
        return take_pending(state, number)

    def sweep(self, state: State) -> Steps:
        """A relay looks for events that nobody has marked as published, for instance after a crash."""
        for number in range(len(state.processes)):
            yield f"process {number} sweeps", take_pending(state, number)

    def publish(self, state: State, fate: str) -> Steps:
        """A relay sends its first unsent event; the others wait. The broker stores it or loses it."""
        for number, process in enumerate(state.processes):
            if process.unsent and not process.flight:
                event = process.unsent[0]
                sent = with_process(state, number, self.sent(process, fate))
                name = f"process {number} publishes {event.seq}, which is {fate}"
                yield name, self.store_copy(sent, event) if fate == "stored" else sent

    def sent(self, process: Process, fate: str) -> Process:
        """What was sent stays the first unsent one until the broker confirms it."""
        return process._replace(flight=fate)

    def store_copy(self, state: State, event: Event) -> State:
        """A copy lies in the queue."""
        arrived = state.arrived if event.seq in state.arrived else (*state.arrived, event.seq)
        return state._replace(queue=added(state.queue, event), arrived=arrived)

    def confirm(self, state: State) -> Steps:
        """The broker confirms what it stored; a relay that waits in vain sends the event again."""
        for number, process in enumerate(state.processes):
            if process.flight == "stored":
                confirmed = forgotten_first(process)
                yield (
                    f"process {number} gets the confirm of {process.unsent[0].seq}",
                    with_process(state, number, confirmed),
                )
            if process.flight == "lost":
                yield f"process {number} gives up waiting", with_process(state, number, process._replace(flight=""))

    def lose_confirm(self, state: State) -> Steps:
        """The broker has stored the event, but its confirm never comes."""
        for number, process in enumerate(state.processes):
            if process.flight == "stored":
                yield (
                    f"process {number} never gets the confirm",
                    with_process(state, number, process._replace(flight="")),
                )

    def mark(self, state: State) -> Steps:
        """What was confirmed is marked as published, in the store."""
        for number, process in enumerate(state.processes):
            if process.confirmed:
                marked = with_process(state, number, process._replace(confirmed=()))
                seqs = ", ".join(str(event.seq) for event in process.confirmed)
                yield (
                    f"process {number} marks {seqs}",
                    marked._replace(published=state.published | {*process.confirmed}),
                )

    def crash_publisher(self, state: State) -> Steps:
        """A process and its memory are gone; the store is not, and clients repeat what was not answered."""
        for number, process in enumerate(state.processes):
            if process != Process():
                after = with_process(state, number, Process())
                for unit in process.units:
                    after = asked_again(after, unit)
                yield f"process {number} crashes and starts again", after

    # ---- consuming

    def deliver(self, state: State) -> Steps:
        """The broker delivers any copy: redelivery and many consumers keep no order."""
        for event in unique(state.queue):
            after = state._replace(
                queue=without(state.queue, event), in_hand=added(state.in_hand, self.received(state, event))
            )
            yield f"copy of {event.seq} is delivered", after

    def received(self, state: State, event: Event) -> Delivery:
        """Nothing is decided about a copy before it is handled."""
        return Delivery(event)

    def handle(self, state: State) -> Steps:
        """One commit: the effect and the inbox entry, which no second copy gets past. What cannot be done yet parks."""
        for delivery in unique(state.in_hand):
            if delivery.handled:
                continue
            event = delivery.event
            after = with_delivery(state, delivery, delivery._replace(handled=True))
            if self.is_known(state, event):
                yield f"copy of {event.seq} is known and dropped", after
            elif not_yet(state, event):
                yield f"copy of {event.seq} is too early and parked", self.park(after, event)
            else:
                yield f"copy of {event.seq} takes effect", self.take_effect(after, event)

    def is_known(self, state: State, event: Event) -> bool:
        """Whether the inbox holds the id of this copy."""
        return event.seq in state.inbox

    def take_effect(self, state: State, event: Event) -> State:
        """The consumer's one atomic write."""
        return state._replace(effects=added(state.effects, event.by), inbox=state.inbox | {event.seq})

    def park(self, state: State, event: Event) -> State:
        """A parked event waits in the consumer's store. It was not handled: the inbox does not know it."""
        return state._replace(parked=state.parked | {event})

    def acknowledge(self, state: State) -> Steps:
        """A copy that was handled is acknowledged: the broker forgets it."""
        for delivery in unique(state.in_hand):
            if not delivery.acknowledged and self.may_acknowledge(delivery):
                after = with_delivery(state, delivery, delivery._replace(acknowledged=True))
                yield f"copy of {delivery.event.seq} is acknowledged", after

    def may_acknowledge(self, delivery: Delivery) -> bool:
        """Only what was committed: handled, dropped or parked."""
        return delivery.handled

    def replay(self, state: State) -> Steps:
        """A parked event is handled like a delivery, under the same id: effect and inbox entry in one commit."""
        for event in sorted(state.parked):
            if not self.is_known(state, event) and not not_yet(state, event):
                yield f"{event.seq} is replayed and takes effect", self.take_effect(state, event)

    def settle(self, state: State) -> Steps:
        """A parked event whose effect is known by the inbox is settled, in a commit of its own."""
        for event in sorted(state.parked):
            if event.seq in state.inbox:
                yield f"parked {event.seq} is settled", state._replace(parked=state.parked - {event})

    def redeliver(self, state: State) -> Steps:
        """A channel breaks: the broker hands the copy out again while its handler goes on, and takes no ack for it."""
        for delivery in unique(state.in_hand):
            if not delivery.acknowledged:
                after = with_delivery(state, delivery, delivery._replace(acknowledged=True))
                after = after._replace(queue=added(state.queue, delivery.event))
                yield f"copy of {delivery.event.seq} is redelivered behind its handler's back", after

    def crash_consumer(self, state: State) -> Steps:
        """The consumer is gone; the broker delivers again what was not acknowledged."""
        if state.in_hand:
            queue = state.queue
            for delivery in state.in_hand:
                queue = queue if delivery.acknowledged else added(queue, delivery.event)
            yield "the consumer crashes and starts again", state._replace(in_hand=(), queue=queue)

    # ---- the promises

    def broken(self, state: State) -> str | None:
        """What must not be at any moment."""
        for event in state.outbox:
            if event.by not in state.document:
                return f"the change by {event.by} was overwritten"
        if len(state.effects) != len(set(state.effects)):
            return f"an event took effect twice: {', '.join(state.effects)}"
        if state.arrived != tuple(range(1, len(state.arrived) + 1)):
            return f"first copies arrived out of order: {', '.join(map(str, state.arrived))}"
        if state.document.count(DEADLINE) > 1:
            return "the deadline fired twice"
        return None

    def unfinished(self, state: State) -> str | None:
        """What must not be left when nothing happens any more."""
        for event in state.outbox:
            if event.by not in state.effects:
                return f"the event {event.seq} by {event.by} never took effect"
        if SETS_THE_DEADLINE in state.document and DEADLINE not in state.document:
            return "the deadline had no effect"
        if state.requested or state.parked or state.published != {*state.outbox}:
            return "something was left undone"
        return None


def take_pending(state: State, number: int) -> State:
    """Put everything pending that this relay does not know yet behind what it has to send, in the order of `seq`."""
    process = state.processes[number]
    found = tuple(event for event in state.outbox if event not in state.published and not process.knows(event))
    return with_process(state, number, process._replace(unsent=process.unsent + found))


def forgotten_first(process: Process) -> Process:
    """The first unsent event needs no more sending, only the mark."""
    event, *others = process.unsent
    return process._replace(flight="", unsent=tuple(others), confirmed=(*process.confirmed, event))


def not_yet(state: State, event: Event) -> bool:
    """The handler of an event needs what the event before it has done."""
    return event.seq > 1 and event.seq - 1 not in state.inbox


def asked_again(state: State, unit: Unit) -> State:
    """A command without an answer is asked for again; a deadline that did not fire is still in the store."""
    return state if unit.by == DEADLINE else state._replace(requested=added(state.requested, unit.by))


def with_process(state: State, number: int, process: Process) -> State:
    """The same, with another state of one process."""
    return state._replace(processes=(*state.processes[:number], process, *state.processes[number + 1 :]))


def with_delivery(state: State, before: Delivery, after: Delivery) -> State:
    """The same, with another state of one delivery, which ends when it is both handled and acknowledged."""
    in_hand = without(state.in_hand, before)
    return state._replace(in_hand=in_hand if after.handled and after.acknowledged else added(in_hand, after))


def added(many: tuple[T, ...], one: T) -> tuple[T, ...]:
    """One more, in order."""
    return tuple(sorted((*many, one)))


def without(many: tuple[T, ...], one: T) -> tuple[T, ...]:
    """One less."""
    at = many.index(one)
    return (*many[:at], *many[at + 1 :])


def unique(many: tuple[T, ...]) -> tuple[T, ...]:
    """Each once: what is done to one of two equal copies need not be tried on the other."""
    return tuple(dict.fromkeys(many))
