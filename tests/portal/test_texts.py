import shutil
from pathlib import Path

import pytest
from jinja2 import Environment

from pipelines.portal import texts
from pipelines.portal.texts import add_texts, asset_version, show_bytes


@pytest.fixture
def environment() -> Environment:
    environment = Environment(autoescape=True)
    add_texts(environment)
    return environment


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ("{{ '1234567.80'|amount }}", "1,234,567.80"),
        ("{{ -1234567|yuan }}", "-12,345.67"),
        ("{{ 900719925474099301|yuan }}", "9,007,199,254,740,993.01"),
        ("{{ 5|yuan }}", "0.05"),
        ("{{ 1234567|count }}", "1,234,567"),
        ("{{ none|day }}", "—"),
        ("{{ 5242880|filesize }}", "5.0 MB"),
        ("{{ severities.error }}", '错误 <span class="en" lang="en">error</span>'),
        ("{{ lookups.gt|string }}", "大于 &gt;"),
        ("{{ '0.00'|shown({'unit': '元'}) }}", "0.00"),
        ("{{ [{'b': 1, 'a': 2}]|columns_of({'columns': {'a': {}}})|join(',') }}", "a,b"),
    ],
)
def test_templates_show_values_as_people_read_them(
    environment: Environment, template: str, shown: str
) -> None:
    assert environment.from_string(template).render() == shown


@pytest.mark.parametrize(
    ("size", "shown"), [(0, "0 B"), (1023, "1023 B"), (1024, "1.0 kB"), (1024**2, "1.0 MB")]
)
def test_size_changes_its_unit_at_1024(size: int, shown: str) -> None:
    assert show_bytes(size) == shown


def test_version_of_the_static_files_changes_with_any_byte_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "static"
    shutil.copytree(texts.STATIC, copy)
    before = asset_version()
    monkeypatch.setattr(texts, "STATIC", copy)
    assert asset_version() == before
    for path in sorted(copy.iterdir()):
        path.write_bytes(path.read_bytes() + b"\n")
        assert asset_version() != before
        before = asset_version()
