"""Logs as JSON lines, and traces over OTLP when an endpoint is configured."""

import logging
import os
import sys

import structlog
from structlog.typing import Processor

SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
]
JSON = structlog.processors.JSONRenderer(ensure_ascii=False)


def configure(service: str, level: str) -> None:
    """Set up this process: call once, at start. What libraries log is told from a warning on, as JSON lines too."""
    structlog.configure(
        processors=[*SHARED, JSON],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stdout),
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.bind_contextvars(service=service)
    lines = logging.StreamHandler(sys.stdout)
    lines.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *SHARED],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, JSON],
        )
    )
    logging.basicConfig(level=logging.WARNING, handlers=[lines])
    if os.environ.get("OTEL_EXPORTER_OTLP_ENDPOINT"):
        from libs.chassis.watch import otlp  # noqa: PLC0415 -- most run without; it is a twentieth of a start

        otlp.to_collector(service)
