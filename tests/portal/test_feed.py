"""Feeds as a reader of RFC 4287 takes them."""

from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from datasette.app import Datasette
from lxml import etree

from pipelines.portal.app import build_app
from tests import make_repository, write
from tests.plain_line import Line
from tests.portal.conftest import DATASET, Get, getter

ATOM = {"a": "http://www.w3.org/2005/Atom"}
OF_DATASET = f"/dataset/{DATASET}/feed.atom"


@pytest.fixture(scope="module")
def get_revised(revised: Datasette) -> Get:
    return getter(revised)


def feed_of(get: Get, path: str) -> Element:
    answer = get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    return etree.fromstring(answer.content)


def texts(parent: Element, path: str) -> list[str | None]:
    return [element.text for element in parent.findall(path, ATOM)]


@pytest.mark.parametrize("path", ["/feed.atom", OF_DATASET])
def test_every_element_a_feed_must_have_is_there_once(get_revised: Get, path: str) -> None:
    feed = feed_of(get_revised, path)

    for parent in (feed, *feed.findall("a:entry", ATOM)):
        for name in ("id", "title", "updated"):
            assert len(texts(parent, f"a:{name}")) == 1, name
            assert texts(parent, f"a:{name}")[0]
    assert len(set(texts(feed, "a:entry/a:id"))) == len(texts(feed, "a:entry"))
    assert all(texts(feed, "a:entry/a:author/a:name"))
    links = {link.get("rel"): link.get("href") for link in feed.findall("a:link", ATOM)}
    assert (links["self"] or "").endswith(path)


def test_newest_edition_comes_first_and_says_what_changed(get_revised: Get) -> None:
    feed = feed_of(get_revised, OF_DATASET)

    assert texts(feed, "a:entry/a:id") == [
        f"urn:sunledger:edition:{DATASET}:2",
        f"urn:sunledger:edition:{DATASET}:1",
    ]
    assert texts(feed, "a:updated") == texts(feed, "a:entry[1]/a:updated")
    said = texts(feed, "a:entry[1]/a:content")[0] or ""
    assert "新增 added 1" in said
    assert "修订理由 示例随时修订 · The example is revised at any time" in said
    assert "养护费（级次 项 item）：+7,000.00 元" in said


def test_every_link_of_an_entry_leads_somewhere(get_revised: Get) -> None:
    feed = feed_of(get_revised, "/feed.atom")

    for link in feed.findall("a:entry/a:link", ATOM):
        address = (link.get("href") or "").removeprefix("http://localhost")
        assert get_revised(address).status_code == 200, address


def test_edition_that_was_withdrawn_says_why(tmp_path: Path) -> None:
    line = Line(make_repository(tmp_path / "repository"), tmp_path / "home")
    write(line.settings.metadata, "{}")
    line.publish()
    line.withdraw(1)

    feed = feed_of(getter(build_app(line.settings)), "/feed.atom")

    assert "已撤回" in (texts(feed, "a:entry/a:title")[0] or "")
    assert "数字有误" in (texts(feed, "a:entry/a:content")[0] or "")
    assert feed.findall("a:entry/a:link[@rel='related']", ATOM) == []


def test_dataset_nobody_knows_has_no_feed(get_revised: Get) -> None:
    assert get_revised("/dataset/nobody/feed.atom").status_code == 404
