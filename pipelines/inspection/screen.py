"""A field of a Table Schema as checks on whole columns: which texts are surely right.

What a check lets pass, Frictionless would let pass. What it does not is only doubtful, and
Frictionless is asked about it. So a check may be narrow; it may never be wide.

Basis: Table Schema v2, https://datapackage.org/standard/table-schema/
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.exceptions import RepositoryError
from pipelines.inspection.patterns import EndlessPatternError, Pattern, read_pattern
from pipelines.model import ISO_DAY, few_texts

Texts = pa.Array
Check = Callable[[Texts], pa.BooleanArray]

_CLOCK = r"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
_ZONE = r"(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9])?"
# By type and format: texts that Frictionless reads. Any other text may be right, too.
_FORMS = {
    ("string", "email"): (
        r"[a-z0-9]{1,16}([._-][a-z0-9]{1,16}){0,2}@([a-z0-9]{1,16}\.){1,3}(cn|com|net|org)"
    ),
    ("string", "uri"): r"https?://([a-z0-9]{1,16}\.){1,4}[a-z]{2,9}(/[A-Za-z0-9._~-]*)*",
    ("string", "uuid"): r"[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
    ("string", "binary"): r"([A-Za-z0-9+/]{4})*",
    ("integer", "default"): r"-?[0-9]{1,18}",
    ("number", "default"): r"-?[0-9]{1,18}(\.[0-9]{1,12})?",
    ("date", "default"): ISO_DAY,
    ("time", "default"): _CLOCK,
    ("datetime", "default"): f"{ISO_DAY}T{_CLOCK}{_ZONE}",
    ("year", "default"): r"[0-9]{4}",
    ("yearmonth", "default"): r"[0-9]{4}-(0[1-9]|1[0-2])",
    ("geopoint", "default"): r"-?[0-9]{1,2}(\.[0-9]+)?, ?-?[0-8]?[0-9](\.[0-9]+)?",
}
# Texts of which no two say the same value, by type; of any other text the value must be read.
_FAITHFUL = {
    ("integer", "default"): r"0|-?[1-9][0-9]{0,17}",
    ("year", "default"): r"[1-9][0-9]{3}",
    ("date", "default"): ISO_DAY,
}
# Types of which a text that stands in a list as it is says the value that stands there.
_LISTED = ("integer", "number", "year", "date")
_PLAIN = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,12})?")
_LENGTHS = {"minLength": pc.greater_equal, "maxLength": pc.less_equal}
_BOUNDS = {
    "minimum": pc.greater_equal,
    "maximum": pc.less_equal,
    "exclusiveMinimum": pc.greater,
    "exclusiveMaximum": pc.less,
}
_DECIMAL = pa.decimal128(38, 12)


@dataclass(frozen=True)
class FieldScreen:
    """The checks of one field.

    `sure` is None where nothing can be said of a whole column, because of `unsaid`: its type or the
    constraints that only a reading of each text can judge, as the schema states them. `own` are
    constraints whose check is the whole truth, so that Frictionless is not asked about them.
    `faithful` says which texts no other text has the same value as; None where every text is its
    own value. `dear` says that looking at each text costs more than finding the different ones.
    """

    name: str
    missing: pa.Array
    required: bool
    sure: Check | None
    own: Mapping[str, Check]
    faithful: Check | None
    unsaid: tuple[str, ...] = ()
    dear: bool = True

    def doubtful(self, texts: Texts) -> Texts:
        """The different texts that are not surely right."""
        if self.sure is None:
            return texts.unique().drop_null()
        texts = few_texts(texts) if self.dear else texts
        fine = self.sure(texts)
        if pc.all(fine).as_py():  # missing texts are neither right nor wrong
            return texts[:0]
        return texts.filter(pc.invert(fine)).unique().drop_null()


def screen_field(field: Mapping[str, Any], missing: Sequence[Any]) -> FieldScreen:
    """The checks of a field descriptor; `missing` are the table's missing values.

    Raises: RepositoryError for a pattern that is none, or that could hang the program.
    """
    constraints = {k: v for k, v in field.get("constraints", {}).items() if v is not None}
    constraints.pop("unique", None)
    required = constraints.pop("required", False)
    own = _own_checks(field, constraints)
    checks = {_stated_type(field): _type_check(field)}
    checks |= {f"{k} {v}": _check(field, k, v, own) for k, v in constraints.items()}
    unsaid = tuple(stated for stated, check in checks.items() if check is None)
    listed = field.get("missingValues", missing)
    texts = [v["value"] if isinstance(v, Mapping) else v for v in listed]
    return FieldScreen(
        name=field["name"],
        missing=pa.array(texts, pa.string()),
        required=bool(required),
        sure=None if unsaid else partial(_all_hold, list(checks.values())),
        own=own,
        faithful=_faithful(field),
        unsaid=unsaid,
        dear=field.get("type") != "string" or "pattern" in constraints,
    )


def _stated_type(field: Mapping[str, Any]) -> str:
    """The type as the schema states it, with what changes how its texts are read."""
    asked = ("format", "groupChar", "decimalChar", "itemType", "delimiter")
    told = ", ".join(f"{key} {field[key]}" for key in asked if key in field)
    return f"type {field.get('type', '')}" + (f" ({told})" if told else "")


def _all_hold(checks: Sequence[Check], texts: Texts) -> pa.BooleanArray:
    holds = checks[0](texts)
    for check in checks[1:]:
        holds = pc.and_(holds, check(texts))
    return holds


def matches(pattern: str, texts: Texts) -> pa.BooleanArray:
    """Which texts the pattern matches, from their beginning."""
    return pc.match_substring_regex(texts, pattern)


def _whole(form: str) -> Check:
    return partial(matches, rf"\A(?:{form})\z")


def _any_text(texts: Texts) -> pa.BooleanArray:
    return pc.is_valid(texts)


def _is_in(values: pa.Array, texts: Texts) -> pa.BooleanArray:
    return pc.is_in(texts, value_set=values)


def _kind(field: Mapping[str, Any]) -> tuple[str, str]:
    return field.get("type", ""), field.get("format") or "default"


def _type_check(field: Mapping[str, Any]) -> Check | None:
    kind, form = _kind(field)
    if (kind, form) in (("string", "default"), ("any", "default")):
        return _any_text
    if kind == "list" and field.get("itemType", "string") == "string" and field.get("delimiter", 1):
        return _any_text
    if kind == "boolean":
        true = field.get("trueValues", ["true", "True", "TRUE", "1"])
        false = field.get("falseValues", ["false", "False", "FALSE", "0"])
        return partial(_is_in, pa.array([*true, *false], pa.string()))
    known = _form(field)
    return _whole(known) if known else None


def _form(field: Mapping[str, Any]) -> str | None:
    """What texts of the field's type look like."""
    form = _FORMS.get(_kind(field))
    if field.get("type") not in ("integer", "number") or form is None:
        return form
    group, point = field.get("groupChar", ""), field.get("decimalChar", ".")
    if point != ".":
        form = _FORMS["integer", "default"]
    if _starts_at_zero(field):
        form = form.removeprefix("-?")
    # Nothing can be said where a character of a plain number means another thing.
    return None if group in ("-", point, *"0123456789") or point in "-0123456789" else form


def _starts_at_zero(field: Mapping[str, Any]) -> bool:
    """Whether what is not below zero is all that is asked of the smallest value."""
    return field.get("constraints", {}).get("minimum") in (0, "0")


def _own_checks(field: Mapping[str, Any], constraints: Mapping[str, Any]) -> dict[str, Check]:
    """Lists of text, which Frictionless scans for every cell, and patterns it could hang on."""
    own: dict[str, Check] = {}
    if field.get("type") != "string":
        return own
    listed = constraints.get("enum")
    if isinstance(listed, list) and all(isinstance(v, str) for v in listed):
        own["enum"] = partial(_is_in, pa.array(listed, pa.string()))
    if "pattern" in constraints:
        alone = _pattern(field, constraints["pattern"]).alone
        if alone is not None:
            own["pattern"] = partial(matches, alone)
    return own


def _pattern(field: Mapping[str, Any], stated: str) -> Pattern:
    # Frictionless puts the anchors around the text, not around the pattern: ^a|b$ is ^a or b$.
    pattern = f"^{stated}$"
    try:
        return read_pattern(pattern)
    except re.error as error:
        raise RepositoryError(f"field {field['name']}: pattern {stated}: {error}") from error
    except EndlessPatternError as error:
        raise RepositoryError(
            f"field {field['name']}: pattern {stated} could take for ever: repeat nothing that is "
            "itself repeated, or do without what RE2 does not know (lookaround, backreferences)"
        ) from error


def _check(
    field: Mapping[str, Any], name: str, stated: Any, own: Mapping[str, Check]
) -> Check | None:
    """What surely satisfies a constraint, or None if that cannot be said of a column."""
    kind = field.get("type")
    if name in own:
        return own[name]
    if name == "pattern" and kind == "string":
        sure = _pattern(field, stated).sure
        return partial(matches, sure) if sure else None
    if name in _LENGTHS and kind == "string" and isinstance(stated, int):
        return lambda texts: _LENGTHS[name](pc.utf8_length(texts), stated)
    if name == "enum" and kind in _LISTED and isinstance(stated, list):
        return partial(_is_in, pa.array(map(str, stated), pa.string()))
    if name in _BOUNDS:
        return _bound(field, name, stated)
    return None


def _bound(field: Mapping[str, Any], name: str, stated: Any) -> Check | None:
    kind, compare, text = _kind(field), _BOUNDS[name], str(stated)
    if name == "minimum" and _starts_at_zero(field) and _form(field):
        return _any_text  # what looks like a number of the field has no sign
    if kind == ("date", "default") and _is_day(text):
        return lambda texts: compare(texts, text)
    if kind[0] not in ("integer", "number", "year") or not _PLAIN.fullmatch(text):
        return None
    if field.get("decimalChar", ".") != "." or (field.get("floatNumber") and "exclusive" in name):
        return None
    return partial(_compare_numbers, compare, pa.scalar(Decimal(text), _DECIMAL))


def _compare_numbers(compare: Any, limit: pa.Scalar, texts: Texts) -> pa.BooleanArray:
    """Exact, on decimals; a text that is no plain number is not compared and not surely right."""
    plain = _whole(_FORMS["number", "default"])(texts)
    numbers = pc.if_else(plain, texts, None).cast(_DECIMAL)
    return pc.fill_null(compare(numbers, limit), False)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _faithful(field: Mapping[str, Any]) -> Check | None:
    kind = _kind(field)
    if kind in (("string", "default"), ("any", "default")):
        return None
    return _whole(_FAITHFUL.get(kind, r"[^\x{0}-\x{10ffff}]"))
