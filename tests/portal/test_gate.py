import asyncio
from urllib.parse import urlencode

import pytest
from datasette.app import Datasette

from pipelines.portal.gate import MOST_FACETS, READING, QueryGate
from tests.portal.conftest import DATASET, Get

ENDLESS = "with recursive c(n) as (select 1 union all select n + 1 from c) select count(*) from c"


def test_gate_refuses_when_every_place_is_taken() -> None:
    answers: list[tuple[int, dict]] = []

    async def slow(scope, receive, send) -> None:
        await asyncio.sleep(0.2)
        await send({"type": "http.response.start", "status": 200})

    async def send(message) -> None:
        if message["type"] == "http.response.start":
            answers.append((message["status"], dict(message.get("headers", []))))

    async def request(gate: QueryGate, query: bytes) -> None:
        await gate({"type": "http", "method": "GET", "query_string": query}, None, send)

    async def storm() -> None:
        gate = QueryGate(slow, places=2, patience_seconds=0.05)
        costly = [request(gate, b"sql=select+1") for _ in range(4)]
        await asyncio.gather(*costly, request(gate, b""))
        await request(gate, b"sql=select+1")

    asyncio.run(storm())
    assert sorted(status for status, _ in answers) == [200, 200, 200, 200, 503, 503]
    assert {h.get(b"retry-after") for status, h in answers if status == 503} == {b"5"}


def test_place_is_given_back_when_a_query_fails() -> None:
    async def broken(scope, receive, send) -> None:
        raise ValueError

    async def ask(gate: QueryGate) -> None:
        await gate({"type": "http", "method": "GET", "query_string": b"sql=x"}, None, None)

    async def both() -> None:
        gate = QueryGate(broken, places=1, patience_seconds=0.05)
        for _ in range(2):
            with pytest.raises(ValueError, match=r"^$"):
                await ask(gate)

    asyncio.run(both())


def test_visitors_queries_do_not_keep_pages_waiting(app: Datasette) -> None:
    attack = "/sunledger.json?" + urlencode({"sql": ENDLESS})

    async def browse() -> list[bool]:
        attackers = [asyncio.create_task(app.client.get(attack)) for _ in range(6)]
        await asyncio.sleep(0.3)
        answers = [await app.client.get("/sunledger/rule.json") for _ in range(5)]
        waiting = [attacker.done() for attacker in attackers]
        assert {answer.status_code for answer in answers} == {200}
        await asyncio.gather(*attackers)
        return waiting

    assert not any(asyncio.run(browse()))


def test_too_many_facets_are_refused(get: Get) -> None:
    facets = ["_facet=severity"] * MOST_FACETS
    assert get("/sunledger/finding?" + "&".join(facets)).status_code == 200
    assert get("/sunledger/finding?" + "&".join([*facets, "_facet_array=x"])).status_code == 400


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize(
    "path", ["/", "/sunledger/finding", f"/dataset/{DATASET}", "/sunledger?sql=select+1"]
)
def test_site_is_for_reading_only(get: Get, method: str, path: str) -> None:
    answer = get(path, method=method)
    assert answer.status_code == 405
    assert answer.headers["allow"] == ", ".join(READING)
    assert "for reading only" in answer.text


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS"])
def test_clients_may_ask_before_they_read(get: Get, method: str) -> None:
    assert get("/sunledger/finding.json", method=method).status_code == 200
