"""Values that no place expects."""

from typing import Any

RAW = "\uffff"  # what follows it is written into the JSON as it is

TEXTS = """
null|true|NaN|Infinity|1e999|-1|0|1.5|../..|%00|{}|[]|[1, 2]|[null, null]|["a", {}]|["x", "y", "z"]|[1e999, 1]
[{"$gt": 1}, "a"]|1e999999999|é|½|٣|５|🏁|2026-02-30|0001-01-01|9999-12-31|2026-09-19|10000-01-01
0001-01-01T00:00:00+14:00|9999-12-31T23:59:59-12:00|0001-01-01T00:00:00Z|9999-12-31T23:59:59.999999Z|2026-09-19T25:00:00Z|2026-09-19T08:00:00
24:00:00|00:00:00|sealed:k1:AAAA|sealed:x:y|0-00-00-00|４-03-02-01|A|theory
"""
PLAIN = [text for line in TEXTS.strip().splitlines() for text in line.split("|")]
ODD = ["", " ", "\x00", "a\x00b", "\u2028", "\u202e甲", "9" * 30, "9" * 400, "-" + "9" * 30, "a" * 3000]
STRINGS = [*PLAIN, *ODD, "sealed:k1:" + "A" * 60]
INTEGERS = [
    0,
    -1,
    1,
    6,
    7,
    101,
    2**31,
    2**53 + 1,
    2**63 - 1,
    2**63,
    2**64,
    -(2**63) - 1,
    10**18,
    10**30,
    9999999999999999,
]
FLOATS = [0.1, 1e-9, 5e-324, 1e308, -0.0, 99.99999999999999, 253402300800.0, -62135596801.0]
SHAPES: list[Any] = [None, True, False, [], {}, [[]], [None], {"a": 1}, [{}] * 3, ["a"] * 3, ["a" * 300]]
VALUES: list[Any] = [*STRINGS, *INTEGERS, *FLOATS, *SHAPES]
RAWS = ["NaN", "1e999", "-Infinity", '"\\ud800"', '"\\u0000"', "9" * 5000, "[" * 2000, "1E+400", "'x'", ""]
BODIES = [
    *(
        b"",
        b"null",
        b"[]",
        b"{}",
        b"0",
        b'"x"',
        b"\xff\xfe",
        b"\x00",
        b"{",
        b"[" * 5000,
        b'{"a":' * 2000,
        b"\xef\xbb\xbf{}",
    ),
    *(
        b"code,form,1\n,,\n",
        b"code,form,1\nX,A," + b"9" * 500,
        b"a,b\n" * 5000,
        b'"\n' * 100,
        "编号，姓名\n１，甲".encode("gb18030"),
    ),
    *(b"PK\x03\x04" + b"\x00" * 40, b"\xff\xd8\xff\xe0" + b"0" * 100, b"\x89PNG\r\n\x1a\n" + b"0" * 50),
]
HEADERS = [
    ("Content-Type", "text/plain"),
    ("Content-Type", "application/json; charset=utf-16"),
    ("Content-Type", ""),
    ("Content-Type", "multipart/form-data"),
    ("Idempotency-Key", "\x7f"),
    ("Idempotency-Key", "é"),
    ("Content-Length", "-1"),
    ("Content-Length", "9" * 40),
    ("Content-Length", "x"),
    ("Last-Event-ID", "x"),
    ("Last-Event-ID", "9999-12-31T23:59:59-12:00"),
    ("Last-Event-ID", "0001-01-01T00:00:00+14:00"),
    ("traceparent", "00-zz"),
    ("traceparent", "é"),
    ("If-Match", "x"),
    ("Range", "bytes=9-1"),
    ("Host", "["),
    ("Authorization", "Bearer \xff"),
]
