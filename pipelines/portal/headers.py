"""Security headers on every answer: nothing is loaded from, or shown inside, another site."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from datasette.utils import add_cors_headers

from pipelines.portal.gate import App

if TYPE_CHECKING:  # Datasette loads this plugin while it is itself being imported
    from datasette.app import Datasette

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
SECURITY_HEADERS = {
    b"content-security-policy": CONTENT_SECURITY_POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"referrer-policy": b"no-referrer",
    b"cross-origin-opener-policy": b"same-origin",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=()",
}


class SecurityHeaders:
    """An ASGI application that adds the headers to whatever answer comes from behind it."""

    def __init__(self, app: App) -> None:
        """Stand before `app`."""
        self._app = app

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Pass the request on and complete the answer's headers."""

        async def send_protected(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                given = [(k, v) for k, v in message.get("headers", [])]
                names = {bytes(k).lower() for k, _ in given}
                given += [(k, v) for k, v in SECURITY_HEADERS.items() if k not in names]
                message = {**message, "headers": given}
            await send(message)

        await self._app(scope, receive, send_protected if scope["type"] == "http" else send)


def with_cors(datasette: Datasette, headers: Mapping[str, str]) -> dict[str, str]:
    """Headers of an answer, with those that let other sites' programs read it if the site does."""
    allowed = dict(headers)
    if datasette.cors:
        add_cors_headers(allowed)
    return allowed
