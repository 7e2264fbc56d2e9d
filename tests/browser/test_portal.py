"""The pages as a browser shows them; needs Debian's chromium (`-m browser`)."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from pipelines.portal.serve import datasette_arguments
from pipelines.settings import Settings
from tests import REPOSITORY
from tests.portal.conftest import DATASET, make_published_repository, publish

pytestmark = pytest.mark.browser

BUDGET = "shanghai-putuo-wanli-street-department-budget"
PAGES = [
    "/",
    f"/dataset/{DATASET}",
    f"/dataset/{DATASET}/changes/2",
    f"/dataset/{DATASET}/history/tree_line?key=fiscal_year%3D2024%3Btree_code%3D101",
    f"/downloads/{DATASET}/1/",
    "/sunledger",
    "/sunledger/tree_line",
    "/sunledger/finding",
    "/sunledger/class-is-sum-of-items",
    "/sunledger/rule/class-is-sum-of-items",
    "/sunledger?sql=select+*+from+dataset",
    "/about",
    "/no-such-page",
]
# The smallest contrast of any text with the background it stands on (WCAG 2.2, 1.4.3).
CONTRAST = """() => {
  const parse = (c) => (c.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
    .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (e) => {
    for (; e; e = e.parentElement) {
      const c = parse(getComputedStyle(e).backgroundColor);
      if (c.length === 3 || c[3] > 0) return c;
    }
    return [255, 255, 255];
  };
  const worst = { ratio: 21, text: "" };
  for (const e of document.querySelectorAll("main *, header *, footer *")) {
    const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!own || !e.offsetParent || e.closest(".CodeMirror")) continue;
    const [a, b] = [light(parse(getComputedStyle(e).color)), light(behind(e))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < worst.ratio) Object.assign(worst, { ratio, text: e.textContent.trim() });
  }
  return worst;
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root: Path = make_published_repository(tmp_path_factory.mktemp("repository"))
    home = tmp_path_factory.mktemp("home")
    with served(publish(root, home, "2024", "2025", "2026")) as address:
        yield address


@pytest.fixture(scope="module")
def budget_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site over a real budget, both its years."""
    home = tmp_path_factory.mktemp("budget")
    with served(publish(REPOSITORY, home, "2023", "2024", name=BUDGET)) as address:
        yield address


@contextmanager
def served(settings: Settings) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "datasette", *datasette_arguments(settings, "127.0.0.1", port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(100):
            try:
                httpx.get(address, trust_env=False)
                break
            except httpx.TransportError:
                time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=30)


@pytest.fixture(scope="module")
def browser() -> Iterator:
    playwright = pytest.importorskip("playwright.sync_api")
    executable = shutil.which("chromium")
    if executable is None:
        pytest.skip("chromium is not installed")
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.mark.parametrize(
    "path",
    [
        f"/sunledger/bgt03_expense?dataset={BUDGET}",
        f"/sunledger/bgt08_basic_econ?dataset={BUDGET}",
        f"/dataset/{BUDGET}/changes/2",
    ],
)
def test_amounts_of_a_budget_are_in_sight(budget_site: str, browser, path: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(budget_site + path)
    ends = page.evaluate(
        """() => [...document.querySelectorAll("th.num")]
          .filter((e) => e.textContent.includes("元"))
          .map((e) => e.getBoundingClientRect().right)"""
    )
    page.close()
    assert len(ends) >= 3
    assert max(ends) <= 1280


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("path", PAGES)
def test_page_is_readable_and_keeps_to_itself(site: str, browser, path: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    complaints: list[str] = []
    page.on("console", lambda m: m.type == "error" and complaints.append(m.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda r: r.url.startswith((site, "data:")) or complaints.append(r.url))
    page.goto(site + path)
    page.wait_for_load_state("networkidle")
    complaints = [c for c in complaints if "404" not in c]  # the page that is not there
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    contrast = page.evaluate(CONTRAST)
    page.close()
    assert complaints == []
    assert wide <= 0
    assert contrast["ratio"] >= 4.5, contrast["text"]


def test_column_menu_speaks_chinese(site: str, browser) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{site}/sunledger/tree_line")
    page.click("th[data-column=line_level] svg")
    menu = page.inner_text(".dropdown-menu")
    page.close()
    assert "升序 Sort ascending" in menu


def test_sql_editor_runs_a_query(site: str, browser) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{site}/sunledger?sql=select+41+%2B+1+as+answer")
    page.wait_for_selector(".CodeMirror")
    page.click("text=运行")
    page.wait_for_load_state("networkidle")
    text = page.inner_text(".rows-and-columns")
    page.close()
    assert "42" in text
