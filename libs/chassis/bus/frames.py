"""Deliveries that aiormq cannot read: handed on, marked, so that they are parked while the connection lives.

pamqp raises for a timestamp beyond the calendar, for text that is no UTF-8, for a table without an end; aiormq then
ends the connection, the broker delivers again, and so on for ever, in the dead-letter queue too. What cannot be read,
by pamqp or by aio-pika after it, is replaced by a mark.
"""

import struct

from aio_pika import DeliveryMode
from aio_pika.message import decode_expiration
from pamqp.commands import Basic
from pamqp.header import ContentHeader

UNREADABLE = "skillseal-unreadable"  # a stranger who sets it has own messages parked, nothing more
HEADER = struct.Struct(">HHQ")

_read_header = ContentHeader.unmarshal
_read_delivery = Basic.Deliver.unmarshal


def mark_what_cannot_be_read() -> None:
    """Change how this process reads frames; pamqp 4.0.1 offers no other way. A second time changes nothing."""
    ContentHeader.unmarshal = _header  # type: ignore[method-assign,assignment]
    Basic.Deliver.unmarshal = _delivery  # type: ignore[method-assign,assignment]


def _header(header: ContentHeader, data: bytes) -> None:
    try:
        _read_header(header, data)
        DeliveryMode(header.properties.delivery_mode or DeliveryMode.NOT_PERSISTENT)
        decode_expiration(header.properties.expiration)
    except Exception as fault:  # noqa: BLE001 -- whatever a stranger can make a decoder raise
        header.class_id, header.weight, header.body_size = HEADER.unpack(data[: HEADER.size])
        header.properties = Basic.Properties(headers={UNREADABLE: type(fault).__name__})


def _delivery(delivery: Basic.Deliver, data: bytes) -> None:
    try:
        _read_delivery(delivery, data)
    except UnicodeDecodeError:  # in the routing key, which comes last: what is before it is the broker's or ours
        delivery.routing_key = UNREADABLE
