"""What every page may load, and which requests come from another site's page."""

from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

SAFE = frozenset({"GET", "HEAD"})

STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'; "
    "worker-src 'self'; manifest-src 'self'"
)


def is_own(asked: HTTPConnection) -> bool:
    """Whether a page of ours sends it.

    A browser says so in `Sec-Fetch-Site` (over TLS and on this machine), else by an `Origin` that is where it was sent;
    what says neither is not believed.
    """
    if (site := asked.headers.get("sec-fetch-site")) is not None:
        return site == "same-origin"
    return urlsplit(asked.headers.get("origin", "")).netloc == asked.headers.get("host")
