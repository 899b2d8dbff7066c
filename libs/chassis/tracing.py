"""Spans in W3C trace context: a request, what it publishes, and what that sets off elsewhere are one trace."""

from collections.abc import Iterator
from contextlib import contextmanager

from opentelemetry import trace
from opentelemetry.trace import SpanKind
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

PROPAGATOR = TraceContextTextMapPropagator()
HEADER = "traceparent"


@contextmanager
def span(name: str, kind: SpanKind, *, parent: str, **attributes: str | int) -> Iterator[str]:
    """Open a span under a `traceparent`; yields the `traceparent` for whatever comes of it.

    Without a configured exporter nothing is recorded and the parent is passed on as it came. Attributes are ids and
    names, never business content.
    """
    if isinstance(trace.get_tracer_provider(), trace.ProxyTracerProvider):
        yield parent
        return
    context = PROPAGATOR.extract({HEADER: parent}) if parent else None
    tracer = trace.get_tracer("skillseal")
    with tracer.start_as_current_span(name, context=context, kind=kind, attributes=attributes):
        yield current(otherwise=parent)


def current(*, otherwise: str) -> str:
    """The `traceparent` of the span that is open here (FastAPI opens one for each request)."""
    carrier: dict[str, str] = {}
    PROPAGATOR.inject(carrier)
    return carrier.get(HEADER, otherwise)
