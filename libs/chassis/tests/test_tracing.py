"""One trace from a request through the bus to the next service."""

from datetime import UTC, datetime

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from libs.chassis.bus.messages import Received
from libs.chassis.testing import Harness
from libs.chassis.tests.parcels import a_depot, a_post_office
from libs.chassis.watch import tracing

pytestmark = pytest.mark.lasting  # whoever comes later in this process has spans too

CLERK = ("S-0001", "clerk")
PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@pytest.fixture(scope="module")
def spans():
    """The process has one provider, and once it has it keeps it."""
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    tracing.export_to(provider)
    return exporter


async def test_a_request_and_what_it_sets_off_elsewhere_are_one_trace(spans, tmp_path):
    async with Harness(a_post_office, tmp_path / "post") as post:
        await post.post("/parcels/p-1?town=怀化", as_=CLERK, headers={"traceparent": PARENT})
        [event] = post.outbox()

    async with Harness(a_depot, tmp_path / "depot") as depot:
        message = Received(
            event.id,
            event.routing_key,
            "post",
            event.aggregate,
            1,
            datetime.now(UTC),
            event.body,
            event.trace,
            user="post",
        )
        await depot.service.consumer.take(f"depot.{event.routing_key}", message)

    finished = {span.name: span for span in spans.get_finished_spans()}
    request, process = finished["POST /parcels/{parcel_id}"], finished["process post.parcel-sent.v1"]
    assert f"{request.context.trace_id:032x}" == f"{process.context.trace_id:032x}" == PARENT.split("-")[1]
    assert process.parent.span_id in {span.context.span_id for span in finished.values()} - {process.context.span_id}
