"""Spans in W3C trace context: a request, what it publishes, and what that sets off elsewhere are one trace."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext

from opentelemetry import trace
from opentelemetry.trace import SpanKind, TracerProvider
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

PROPAGATOR = TraceContextTextMapPropagator()
HEADER = "traceparent"

_exporting = False


def export_to(provider: TracerProvider) -> None:
    """Record spans in this process from now on; without a provider none is made."""
    global _exporting  # noqa: PLW0603 -- a process has one provider
    trace.set_tracer_provider(provider)
    _exporting = True


def span(name: str, kind: SpanKind, *, parent: str, **attributes: str | int) -> AbstractContextManager[str]:
    """Open a span under a `traceparent`; yields the `traceparent` for whatever comes of it.

    Without a configured exporter nothing is recorded and the parent is passed on as it came. Attributes are ids and
    names, never business content.
    """
    return _recorded(name, kind, parent, attributes) if _exporting else nullcontext(parent)


@contextmanager
def _recorded(name: str, kind: SpanKind, parent: str, attributes: Mapping[str, str | int]) -> Iterator[str]:
    context = PROPAGATOR.extract({HEADER: parent}) if parent else None
    tracer = trace.get_tracer("skillseal")
    with tracer.start_as_current_span(name, context=context, kind=kind, attributes=attributes):
        yield current(otherwise=parent)


def current(*, otherwise: str) -> str:
    """The `traceparent` of the span that is open here (FastAPI opens one for each request)."""
    carrier: dict[str, str] = {}
    PROPAGATOR.inject(carrier)
    return carrier.get(HEADER, otherwise)
