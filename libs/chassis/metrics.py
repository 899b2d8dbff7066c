"""What a service counts, in Prometheus' terms; each service process has one registry."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram


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

    def _counter(self, name: str, text: str, *labels: str) -> Counter:
        return Counter(name, text, labels, registry=self.registry)

    def total(self, counter: Counter) -> int:
        """The sum over all labels."""
        return int(
            sum(
                sample.value
                for metric in counter.collect()
                for sample in metric.samples
                if sample.name.endswith("_total")
            )
        )
