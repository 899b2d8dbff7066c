"""What a service counts, in Prometheus' terms; each service process has one registry."""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Gauge, Histogram, Metric
from prometheus_client.core import CounterMetricFamily
from prometheus_client.registry import Collector


class Meters:
    """The meters of one service."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.handled = self._counter("messages_handled", "Messages that took effect.", "queue")
        self.deduplicated = self._counter("messages_deduplicated", "Copies that the inbox dropped.", "queue")
        self.redelivered = self._counter(
            "messages_redelivered", "Deliveries that the broker marks as repeated.", "queue"
        )
        self.held = self._counter("messages_held", "Times a fault made a message wait.", "queue")
        self.parked = self._counter("messages_parked", "Messages parked.", "queue", "slug")
        self.repaired = self._counter("messages_repaired", "Events found missing by reconciliation.", "queue")
        self.published = self._counter("events_published", "Events confirmed by the broker.", "routing_key")
        self.publish_failures = self._counter("publish_failures", "Publishing attempts that failed.", "routing_key")
        self.fired = self._counter("deadlines_fired", "Deadlines that took effect.", "kind")
        self.kept_armed = self._counter(
            "deadlines_kept_armed", "Times a deadline had to be tried again: not yet, or a fault.", "kind"
        )
        self.missing = self._counter("deadline_missing", "Deadlines that were found missing and armed anew.", "kind")
        self.outbox_oldest = Gauge(
            "outbox_oldest_age_seconds", "Age of the oldest unpublished event.", registry=self.registry
        )
        self.lateness = Histogram(
            "deadline_lateness_seconds",
            "How late deadlines fired.",
            ["kind"],
            buckets=(0.01, 0.05, 0.1, 0.5, 1, 2, 5, 30, 300),
            registry=self.registry,
        )
        self.requests = Histogram(
            "http_request_seconds", "Duration of requests.", ["method", "route", "status"], registry=self.registry
        )

    def _counter(self, name: str, text: str, *labels: str) -> "Count":
        count = Count(name, text, labels)
        self.registry.register(count)
        return count


class Count(Collector):
    """A counter for one thread: no lock on the way of every message."""

    def __init__(self, name: str, text: str, labels: tuple[str, ...]) -> None:
        self._name = name
        self._text = text
        self._labels = labels
        self._counts: dict[tuple[str, ...], int] = {}

    def add(self, *values: str) -> None:
        """One more under these label values."""
        self._counts[values] = self._counts.get(values, 0) + 1

    def of(self, *values: str) -> int:
        """How many under these label values."""
        return self._counts.get(values, 0)

    def total(self) -> int:
        """How many under all labels."""
        return sum(self._counts.values())

    def collect(self) -> Iterator[Metric]:
        family = CounterMetricFamily(self._name, self._text, labels=self._labels)
        for values, count in self._counts.items():
            family.add_metric(values, count)
        yield family
