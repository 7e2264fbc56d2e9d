"""Security headers on every answer: nothing is loaded from, or shown inside, another site."""

from typing import Any

from pipelines.portal.gate import App

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
