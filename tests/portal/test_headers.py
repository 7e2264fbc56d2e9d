import asyncio

import pytest

from pipelines.portal.headers import SECURITY_HEADERS, SecurityHeaders
from tests.portal.conftest import DATASET, Get


@pytest.mark.parametrize(
    "path",
    [
        "/",
        f"/dataset/{DATASET}",
        "/sunledger/finding.json",
        f"/downloads/{DATASET}/1/tree_line.csv",
        "/static/portal.css",
        "/nope",
        "/sunledger?sql=nonsense",
    ],
)
def test_every_answer_carries_the_security_headers(get: Get, path: str) -> None:
    headers = get(path).headers
    for name, value in SECURITY_HEADERS.items():
        assert headers[name.decode()] == value.decode()
    assert "unsafe" not in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_even_a_refusal_at_the_gate_carries_them(get: Get) -> None:
    answer = get("/", method="POST")
    assert answer.status_code == 405
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_header_an_answer_has_already_is_left_as_it_is() -> None:
    sent: list[dict] = []

    async def answer(scope, receive, send) -> None:
        headers = [(b"X-Frame-Options", b"SAMEORIGIN")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})

    async def send(message) -> None:
        sent.append(message)

    asyncio.run(SecurityHeaders(answer)({"type": "http"}, None, send))
    headers = [(name.lower(), value) for name, value in sent[0]["headers"]]
    assert [v for n, v in headers if n == b"x-frame-options"] == [b"SAMEORIGIN"]
    assert len(headers) == len(SECURITY_HEADERS)


def test_lifespan_of_the_server_is_passed_on_untouched() -> None:
    sent: list[dict] = []

    async def start(scope, receive, send) -> None:
        await send({"type": "lifespan.startup.complete"})

    async def send(message) -> None:
        sent.append(message)

    asyncio.run(SecurityHeaders(start)({"type": "lifespan"}, None, send))
    assert sent == [{"type": "lifespan.startup.complete"}]
