"""The screen against Frictionless itself, over schemas and rows nobody thought of."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.exceptions import RepositoryError
from tests.inspection.frictionless_reference import (
    frictionless_faults,
    reference_faults,
    screen_faults,
    told,
)

Field = Mapping[str, Any]
# Texts at the edges of what the types read, whatever the type.
EDGES = [
    *("", " ", "-", "—", "NA", "None", "null", "nan", "NaN", "inf", "-inf", "1e400", "1_000"),
    *("0", "-0", "00", "+1", "1", "01", "1.0", "1.00", "0.1", ".5", "5.", "-1", "1e2", "١", "２"),
    *("9" * 18, "9" * 19, "9" * 40, "-" + "9" * 18, "1" * 5000, "0.123456789012345"),
    *("1,000", "1.000,5", "1 000", "$12", "12%", "12元", " 12 ", "12\n", "\ufeff12", "1２"),
    *(
        "true",
        "True",
        "TRUE",
        "false",
        "是",
        "否",
        "yes",
        "2024",
        "0000",
        "0001",
        "12024",
        "２０２４",
    ),
    *("2024-02-29", "2023-02-29", "2024-2-9", "0000-01-01", "9999-12-31", "2024-04-31", "20240101"),
    *("01/02/2024", "2024/01/02", "2024-01", "2024-13", "2024-00", "2024-1", "2024-01-02 "),
    *("2024-01-02T03:04:05", "2024-01-02T03:04:05Z", "2024-01-02T24:00:00", "03:04:05", "3:4:5"),
    *("2024-01-02T03:04:05+08:00", "2024-01-02 03:04:05", "03:04:05.5", "24:00:00", "03:04:60"),
    *("P1D", "P1Y2M", "PT1H", "1,2", "180,90", "181,0", "[1, 2]", '{"lon": 1, "lat": 2}', "a,b"),
    *("[]", "{}", '{"type": "Point", "coordinates": [1, 2]}', "[1,2,", "POINT (1 2)", "abc="),
    *("a@b.cn", "a@b", "a b@c.cn", "http://a.cn/x", "http://", "mailto:a@b.cn", "://", "QUJD"),
    *("c9bf9e57-1685-4c89-bafb-ff5af830be8a", "C9BF9E57-1685-4C89-BAFB-FF5AF830BE8A", "c9bf9e57"),
    *(
        "银杏",
        "维修（护）费",
        "a",
        "ab",
        "abc",
        "a\u200bb",
        "a\nb",
        "205",
        "205\n",
        "2051",
        "e\u0301",
    ),
]
PATTERNS = [
    *("[0-9]{3}", "^[0-9]{3}$", "a|b", "^(合计|[12][0-9]{2}([0-9]{2}){0,2})$", r"\d+", r"\w{1,3}"),
    *(r"\S+", r"[^\s]*", r"\bab?\b", "(?=a).*", "(a)(b)?", r"(a)\1?", ".*", "[^a]+", "(ab?)*c?"),
    *(
        "",
        "a?b?c?",
        "(a*)*",
        r"[\w-]+",
        r"[^\d]+",
        r"a\Z",
        "(?P<x>[0-9])+",
        "[A-Z0-9]{18}",
        "x{0,2000}",
    ),
]
FORMATS = {
    "string": ["default", "email", "uri", "uuid", "binary"],
    "date": ["default", "any", "%Y/%m/%d", "%d/%m/%Y"],
    "time": ["default", "any", "%H:%M:%S"],
    "datetime": ["default", "any", "%Y-%m-%d %H:%M:%S"],
    "geopoint": ["default", "array", "object"],
    "geojson": ["default", "topojson"],
}
BOUNDS: Mapping[str, list[Any]] = {
    "integer": [0, 1, -5, "3", 10**17, 10**20],
    "number": [0, 1, -5, "0.1", "12.50", 10**20],
    "date": ["2024-01-02", "2000-01-01"],
    "time": ["03:04:05"],
    "year": [2000, 2024, "2024"],
    "yearmonth": ["2024-01"],
}
LISTED: Mapping[str, list[Any]] = {
    "string": ["a", "ab", "银杏", "205", ""],
    "integer": [1, 2, "3"],
    "number": [1, "0.1", "1.00"],
    "boolean": [True, "false"],
    "date": ["2024-02-29"],
    "year": [2024],
    "any": ["a", 1],
}
TYPES = [
    *("string", "integer", "number", "boolean", "date", "time", "datetime", "year", "yearmonth"),
    *("any", "duration", "geopoint", "geojson", "array", "object", "list"),
]
LENGTHS = ("string", "array", "object", "list")


@st.composite
def fields(draw: st.DrawFn, name: str, *, keyed: bool = False) -> Field:
    kinds = (
        [t for t in TYPES if t not in ("array", "object", "list", "geojson")] if keyed else TYPES
    )
    kind = draw(st.sampled_from(kinds))
    field: dict[str, Any] = {"name": name, "type": kind}
    if kind in FORMATS:
        field["format"] = draw(st.sampled_from(FORMATS[kind]))
    if kind == "boolean" and draw(st.booleans()):
        field |= {"trueValues": ["是", "yes"], "falseValues": ["否"]}
    if kind in ("integer", "number"):
        field |= draw(st.fixed_dictionaries({}, optional={"bareNumber": st.booleans()}))
    if kind == "number":
        separators = {
            "decimalChar": st.sampled_from([".", ","]),
            "groupChar": st.sampled_from(["", ",", ".", " "]),
            "floatNumber": st.booleans(),
        }
        field |= draw(st.fixed_dictionaries({}, optional=separators))
    if kind == "list":
        field["itemType"] = draw(st.sampled_from(["string", "integer", "date"]))
    field["constraints"] = draw(constraints(kind, field.get("format", "default")))
    if draw(st.integers(0, 4)) == 0:
        field["missingValues"] = draw(st.sampled_from([[""], ["", "NA"], ["-", "—"], ["None"]]))
    return field


@st.composite
def constraints(draw: st.DrawFn, kind: str, form: str) -> dict[str, Any]:
    possible: dict[str, st.SearchStrategy] = {"required": st.booleans()}
    if kind == "string":
        possible["pattern"] = st.sampled_from(PATTERNS)
    if kind in LENGTHS:
        possible |= dict.fromkeys(("minLength", "maxLength"), st.integers(0, 4))
    if kind in LISTED and form == "default":
        possible["enum"] = st.lists(st.sampled_from(LISTED[kind]), min_size=1, unique_by=str)
    if kind in BOUNDS and form == "default":
        bound = st.sampled_from(BOUNDS[kind])
        possible |= {"minimum": bound, "maximum": bound}
    return draw(st.fixed_dictionaries({}, optional=possible))


TEXTS = st.sampled_from(EDGES) | st.text(max_size=4) | st.from_regex(r"-?[0-9]{1,4}(\.[0-9]{0,3})?")


@st.composite
def tables(draw: st.DrawFn) -> tuple[dict[str, Any], list[list[str | None]]]:
    count = draw(st.integers(1, 3))
    keyed = draw(st.booleans())
    listed = [draw(fields(f"f{n}", keyed=keyed)) for n in range(count)]
    descriptor: dict[str, Any] = {"fields": listed}
    if keyed:
        names = draw(st.lists(st.sampled_from([f["name"] for f in listed]), unique=True))
        descriptor["primaryKey"] = names
        for field in listed:
            if draw(st.integers(0, 3)) == 0:
                field["constraints"]["unique"] = True
    if draw(st.booleans()):
        descriptor["missingValues"] = draw(st.sampled_from([[""], ["", "-", "NA"], []]))
    # Few different texts, so that keys meet again.
    texts = draw(st.lists(st.none() | TEXTS, min_size=1, max_size=8))
    rows = st.lists(st.lists(st.sampled_from(texts), min_size=count, max_size=count), max_size=12)
    return descriptor, draw(rows)


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(tables())
def test_screen_finds_what_frictionless_finds(
    table: tuple[dict[str, Any], list[list[str | None]]],
) -> None:
    descriptor, rows = table
    assert told(screen_faults(descriptor, rows)) == frictionless_faults(descriptor, rows)


CASES = [(t, f) for t in TYPES for f in FORMATS.get(t, ["default"])]


@pytest.mark.parametrize(("kind", "form"), CASES)
def test_every_edge_is_judged_as_by_frictionless(kind: str, form: str) -> None:
    descriptor = {"fields": [{"name": "id"}, {"name": "x", "type": kind, "format": form}]}
    rows = [(str(n), text) for n, text in enumerate(EDGES)]

    assert told(screen_faults(descriptor, rows)) == frictionless_faults(descriptor, rows)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_every_pattern_is_read_as_by_frictionless(pattern: str) -> None:
    field = {"name": "x", "type": "string", "constraints": {"pattern": pattern}}
    descriptor = {"fields": [{"name": "id", "type": "string"}, field]}
    rows = [(str(n), text) for n, text in enumerate(EDGES)]

    assert told(screen_faults(descriptor, rows)) == frictionless_faults(descriptor, rows)


def judged_alike(field: Field, texts: list[str | None], **more: Any) -> bool:
    """Whether both find the same in a column of those texts, and something is found."""
    descriptor = {
        "fields": [{"name": "id", "type": "string"}, {"name": "x", **field}],
        **more,
    }
    rows = [(str(n), text) for n, text in enumerate(texts)]
    expected = frictionless_faults(descriptor, rows)

    assert told(screen_faults(descriptor, rows)) == expected
    return bool(expected)


BOUNDED = [
    (kind, name, bound)
    for kind, bounds in BOUNDS.items()
    for name in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
    for bound in bounds
]


@pytest.mark.parametrize(("kind", "name", "bound"), BOUNDED)
def test_every_bound_is_judged_as_by_frictionless(kind: str, name: str, bound: Any) -> None:
    assert judged_alike({"type": kind, "constraints": {name: bound}}, EDGES)


def test_times_are_bounded_as_by_frictionless() -> None:
    texts = ["2024-01-02T03:04:05", "2024-01-02T03:04:06", "2024-01-02T03:04:04", "x", None]
    bounds = {"minimum": "2024-01-02T03:04:05", "exclusiveMaximum": "2024-01-02T03:04:06"}

    assert judged_alike({"type": "datetime", "constraints": bounds}, texts)


def test_time_that_cannot_be_compared_with_its_bound_is_found() -> None:
    bound = {"minimum": "2024-01-02T03:04:05"}
    descriptor = {"fields": [{"name": "x", "type": "datetime", "constraints": bound}]}

    (fault,) = screen_faults(descriptor, [("2024-01-02T03:04:05Z",), ("2024-01-02T03:04:05",)])

    assert (fault.row, fault.kind) == (2, "type-error")


@pytest.mark.parametrize("kind", ["integer", "number"])
@pytest.mark.parametrize(
    "options",
    [
        {"bareNumber": False},
        {"decimalChar": ","},
        {"groupChar": ","},
        {"groupChar": "."},
        {"groupChar": "1"},
        {"decimalChar": ",", "groupChar": "."},
        {"decimalChar": "1"},
        {"floatNumber": True},
        {"bareNumber": False, "groupChar": ",", "constraints": {"minimum": 0, "maximum": 1000}},
        {"decimalChar": ",", "constraints": {"minimum": 1, "exclusiveMaximum": 12}},
        {"floatNumber": True, "constraints": {"exclusiveMaximum": 1, "minimum": 0}},
    ],
)
def test_printed_numbers_are_read_as_by_frictionless(kind: str, options: dict) -> None:
    assert judged_alike({"type": kind, **options}, EDGES)


@pytest.mark.parametrize("kind", LISTED)
def test_every_list_is_judged_as_by_frictionless(kind: str) -> None:
    assert judged_alike({"type": kind, "constraints": {"enum": LISTED[kind]}}, EDGES)


@pytest.mark.parametrize("kind", LENGTHS)
@pytest.mark.parametrize("name", ["minLength", "maxLength"])
def test_lengths_are_counted_as_by_frictionless(kind: str, name: str) -> None:
    texts = [
        *EDGES,
        "银杏",
        "银杏树",
        "🌳🌳",
        "🌳🌳🌳",
        "e\u0301e",
        "[1]",
        "[1,2,3]",
        '{"a":1}',
        "a,b,c",
    ]

    assert judged_alike({"type": kind, "constraints": {name: 2}}, texts)


@pytest.mark.parametrize(
    ("field", "more"),
    [
        ({"missingValues": ["-", "NA"]}, {}),
        ({}, {"missingValues": ["-", "NA", "0"]}),
        ({"missingValues": []}, {"missingValues": ["-"]}),
        ({"missingValues": [{"value": "-", "label": "none"}]}, {}),
        ({"missingValues": ["None"]}, {}),
    ],
)
@pytest.mark.parametrize("kind", ["string", "integer"])
def test_missing_values_are_missing_as_for_frictionless(
    kind: str, field: Field, more: dict
) -> None:
    required = {"type": kind, "constraints": {"required": True}, **field}

    assert judged_alike(required, [*EDGES, None], **more)


@pytest.mark.parametrize("kind", ["string", "integer", "number", "date", "boolean", "year", "any"])
def test_keys_are_compared_by_value_as_by_frictionless(kind: str) -> None:
    texts = [*EDGES, None, "1", "-", "2024-02-29", None]
    field = {"name": "x", "type": kind, "format": "any" if kind == "date" else "default"}
    unique = {**field, "constraints": {"unique": True}}
    rows = [(str(n), text) for n, text in enumerate(texts)]
    own = {"fields": [{"name": "id", "type": "string"}, field], "primaryKey": ["x"]}
    both = {"fields": own["fields"], "primaryKey": ["x", "id"]}
    alone = {"fields": [own["fields"][0], unique]}

    for descriptor in (own, both, alone):
        expected = frictionless_faults(descriptor, rows)
        assert told(screen_faults(descriptor, rows)) == expected
    assert any(kind == "unique-error" for _, kind, *_ in expected)


def test_blank_row_is_one_fault_and_has_no_key() -> None:
    required = {"name": "x", "type": "string", "constraints": {"required": True}}
    descriptor = {"fields": [{"name": "id", "type": "string"}, required], "primaryKey": ["id"]}
    rows = [("1", "a"), (None, None), ("", ""), ("2", None)]

    found = told(screen_faults(descriptor, rows))

    assert found == frictionless_faults(descriptor, rows)
    assert [kind for row, kind, *_ in found if row == 3] == ["blank-row", "primary-key"]


def test_faults_in_later_batches_are_found_with_their_rows() -> None:
    field = {"name": "x", "type": "integer", "constraints": {"maximum": 9}}
    descriptor = {"fields": [{"name": "id", "type": "string"}, field], "primaryKey": ["id"]}
    rows = [(str(n % 90), str(n % 11)) for n in range(100)]

    whole = told(screen_faults(descriptor, rows))

    assert whole == frictionless_faults(descriptor, rows)
    for size in (1, 7, 64):
        assert told(screen_faults(descriptor, rows, size)) == whole


@pytest.mark.parametrize("pattern", ["(a+)+b", "(a|aa)+b", "(.*)*x", "a*a*a*a*a*b", r"(\w+\s?)*$"])
@pytest.mark.fault("I19", "N5")
def test_pattern_that_could_hang_the_program_does_not(pattern: str) -> None:
    descriptor = {"fields": [{"name": "x", "type": "string", "constraints": {"pattern": pattern}}]}

    (fault,) = screen_faults(descriptor, [("a" * 30_000 + "!",)])

    assert fault.note == f'constraint "pattern" is "{pattern}"'


@pytest.mark.parametrize("pattern", [r"(a+)+\1", "(?=a)(a+)+$", r"(?:\ba+)+!", "[0-9"])
@pytest.mark.fault("I19")
def test_pattern_that_cannot_be_judged_is_refused_with_its_field(pattern: str) -> None:
    descriptor = {"fields": [{"name": "x", "type": "string", "constraints": {"pattern": pattern}}]}

    with pytest.raises(RepositoryError, match="field x: pattern"):
        screen_faults(descriptor, [("a",)])


@pytest.mark.parametrize(
    "field",
    [
        {"type": "integer", "constraints": {"pattern": "[0-9]"}},
        {"type": "string", "format": "phone"},
        {"type": "money"},
        {"type": "boolean", "constraints": {"minimum": 0}},
    ],
)
def test_descriptor_that_frictionless_refuses_is_refused(field: Field) -> None:
    with pytest.raises(RepositoryError):
        screen_faults({"fields": [{"name": "x", **field}]}, [("a",)])


def test_long_list_of_codes_is_explained_once() -> None:
    codes = [f"{n:07d}" for n in range(10_000)]
    descriptor = {"fields": [{"name": "x", "type": "string", "constraints": {"enum": codes}}]}

    faults = screen_faults(descriptor, [(f"A{n}",) for n in range(5_000)])

    assert len(faults) == 5_000
    assert len({id(f.note) for f in faults}) == 1


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(tables(), tables(), st.data())
def test_references_are_followed_as_by_frictionless(
    own: tuple[dict[str, Any], list], other: tuple[dict[str, Any], list], data: st.DataObject
) -> None:
    names = [[f["name"] for f in descriptor["fields"]] for descriptor, _ in (own, other)]
    count = data.draw(st.integers(1, min(map(len, names))))
    key = {
        "fields": names[0][:count],
        "reference": {"resource": "other", "fields": names[1][:count]},
    }
    descriptor = {**own[0], "foreignKeys": [key]}

    found = reference_faults(descriptor, own[1], other)

    expected = frictionless_faults(descriptor, own[1], {"other": other})
    assert told(found) == [e for e in expected if e[1] == "foreign-key"]


def test_table_may_refer_to_itself() -> None:
    code = {"name": "code", "type": "integer"}
    key = {"fields": ["parent"], "reference": {"resource": "", "fields": ["code"]}}
    descriptor = {"fields": [code, {**code, "name": "parent"}], "foreignKeys": [key]}
    rows = [("1", None), ("2", "1"), ("3", "01"), ("4", "7"), ("5", "x")]

    found = told(reference_faults(descriptor, rows))

    assert found == [e for e in frictionless_faults(descriptor, rows) if e[1] == "foreign-key"]
    assert [row for row, *_ in found] == [5]
