import json
import re
import shutil
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from datasette.app import Datasette

from pipelines.portal.app import build_app
from pipelines.publication.states import CURRENT
from pipelines.settings import Settings
from tests import write
from tests.portal import links_of, text_of
from tests.portal.conftest import DATASET, Get, getter, publish

RULE = "class-is-sum-of-items"
PAGES = [
    "/",
    f"/dataset/{DATASET}",
    f"/dataset/{DATASET}/changes/2",
    f"/downloads/{DATASET}/1/",
    "/sunledger",
    "/sunledger/finding",
    f"/sunledger/{RULE}",
    f"/sunledger/rule/{RULE}",
    "/about",
    "/nope",
]


def test_rule_is_a_page_anyone_can_run(get: Get) -> None:
    text = text_of(get(f"/sunledger/{RULE}").text)
    assert "类等于各项之和" in text
    assert "A class is the sum of its items" in text
    assert "依据：养护办法第三条" in text
    assert "错误 error" in text
    assert "全部数据都满足这条规则" in text  # what does not hold was not published


def test_rules_may_call_the_functions_sql_lacks(get: Get) -> None:
    sql = "select same_name('维修（护）', '维修(护)'), workdays('2025-01-24', '2025-02-07')"
    assert get(f"/sunledger.json?sql={quote(sql)}").json()["rows"] == [[1, 5]]


def test_database_page_groups_tables_by_family(get: Get) -> None:
    text = text_of(get("/sunledger").text)
    assert (
        text.index("行道树 Street trees")
        < text.index("关于数据")
        < text.index("代码表 Code lists 分类")
    )


def test_code_list_page_names_its_basis(get: Get) -> None:
    assert "树木名录" in text_of(get("/sunledger/tree_kind").text)


def test_every_link_of_the_site_leads_somewhere(get: Get) -> None:
    waiting, seen = ["/"], set()
    while waiting:
        path = waiting.pop()
        html = get(path).text
        for link in links_of(html):
            target = link.replace("http://localhost", "")
            if not target.startswith("/") or target in seen or "_sort" in target:
                continue
            seen.add(target)
            answer = get(target, follow_redirects=True)
            assert answer.status_code == 200, f"{path} → {target}: {answer.status_code}"
            is_page = "html" in answer.headers["content-type"]
            if is_page and not urlsplit(target).query and len(seen) < 300:
                waiting.append(target)
    assert len(seen) > 40
    assert f"/dataset/{DATASET}/changes/2" in seen


@pytest.mark.parametrize("path", PAGES)
def test_pages_load_nothing_from_elsewhere_and_run_nothing_inline(get: Get, path: str) -> None:
    html = get(path).text
    loaded = re.findall(
        r'<(?:script|img|link rel="(?:stylesheet|icon)")[^>]*?(?:src|href)="([^"]+)', html
    )
    assert loaded
    assert all(address.startswith("/") for address in loaded)
    assert not re.search(r"<script[^>]*>[^<]", html)
    assert "<style" not in html
    assert not re.search(r"<[^>]+ style=", html)
    assert not re.search(r"<[^>]+ on[a-z]+=", html)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_speaks_both_languages_under_one_frame(get: Get, path: str) -> None:
    html = get(path).text
    assert '<html lang="zh-CN">' in html
    assert 'lang="en"' in html.split('id="content"')[1]
    assert "数据字典" in html


def test_new_edition_appears_without_a_restart(repository: Path, tmp_path: Path) -> None:
    app: Datasette = build_app(publish(repository, tmp_path, "2024"))
    get = getter(app)
    assert "版本 Edition 1" in text_of(get("/").text)
    assert get(f"/downloads/{DATASET}/2").status_code == 404
    publish(repository, tmp_path, "2025")
    assert "版本 Edition 2" in text_of(get("/").text)
    assert get(f"/downloads/{DATASET}/2/").status_code == 200


def test_crawlers_are_asked_to_leave_filters_and_files_alone(get: Get) -> None:
    answer = get("/robots.txt")
    assert answer.headers["content-type"].startswith("text/plain")
    assert "Disallow: /*?" in answer.text.splitlines()
    assert "Disallow: /downloads/" in answer.text.splitlines()


def test_static_file_is_kept_by_browsers_until_its_address_changes(get: Get) -> None:
    (address,) = {link for link in links_of(get("/").text) if "portal.css" in link}
    assert re.search(r"\?[0-9a-f]{10}$", address)
    assert "immutable" in get(address).headers["cache-control"]
    assert get("/static/nope.css").status_code == 404


@pytest.mark.parametrize("path", ["/", f"/dataset/{DATASET}", f"/dataset/{DATASET}/changes/2"])
def test_page_of_ours_is_fresh_within_a_minute(get: Get, path: str) -> None:
    assert get(path).headers["cache-control"] == "max-age=60"


@pytest.mark.parametrize("form", ["", ".json"])
@pytest.mark.parametrize(
    "name",
    ["databases", "threads", "permissions", "allow-debug", "messages", "auth-token", "logout"],
)
def test_debugging_pages_are_closed(get: Get, name: str, form: str) -> None:
    assert get(f"/-/{name}{form}").status_code == 404


def test_what_may_not_be_seen_is_refused_in_a_page_of_ours(get: Get) -> None:
    answer = get("/sunledger.db")
    assert answer.status_code == 403
    assert '<html lang="zh-CN"' in answer.text


@pytest.mark.parametrize(("allowed", "status"), [(True, 200), (False, 403)])
def test_rule_of_access_on_the_database_holds_for_its_tables(
    settings: Settings, tmp_path: Path, allowed: bool, status: int
) -> None:
    metadata = json.loads(settings.metadata.read_text(encoding="utf-8"))
    metadata["databases"]["sunledger"]["allow"] = allowed
    shutil.copytree(settings.public, tmp_path / "public", symlinks=True)
    write(tmp_path / "metadata.json", json.dumps(metadata))
    get = getter(build_app(Settings(home=tmp_path)))
    for path in ("/sunledger", "/sunledger/finding", "/sunledger/finding.json"):
        assert get(path).status_code == status


def test_template_of_the_operator_comes_before_ours(settings: Settings, tmp_path: Path) -> None:
    write(tmp_path / "about.html", "our own words")
    site = Datasette([str(settings.public / CURRENT)], template_dir=str(tmp_path))
    assert getter(site)("/about").text == "our own words"
