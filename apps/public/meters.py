"""What the public page counts, in Prometheus' terms."""

from prometheus_client import CollectorRegistry, Histogram

from libs.chassis.watch.metrics import Count


class Meters:
    """`over_budget` is an alarm: somebody tries numbers and names, or the page is too small for those who read it."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Histogram(
            "http_request_seconds", "Duration of requests.", ["method", "route", "status"], registry=self.registry
        )
        self.verified = Count("public_verifications", "Questions whether a certificate is real.", ("way", "outcome"))
        self.over_budget = Count("public_over_budget", "Questions that a spent budget left unanswered.", ("budget",))
        self.away = Count("public_service_away", "Questions that a service did not answer.", ("service",))
        for count in (self.verified, self.over_budget, self.away):
            self.registry.register(count)
