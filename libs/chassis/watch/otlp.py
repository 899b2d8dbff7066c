"""Spans go to a collector over OTLP, configured by the `OTEL_EXPORTER_OTLP_…` variables."""

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

from libs.chassis.watch import tracing


def to_collector(service: str) -> None:
    """Record and send spans from now on."""
    provider = TracerProvider(resource=Resource.create({"service.name": f"skillseal-{service}"}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    tracing.export_to(provider)
