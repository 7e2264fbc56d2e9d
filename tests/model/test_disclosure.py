import pytest
from pydantic import ValidationError

from pipelines.model import Clearance, Embargo, Field
from tests.inspection import make_schema

NAMES = dict.fromkeys(("name", "title", "title_en", "description", "description_en"), "x")
BECAUSE = {"because": "理由", "because_en": "Why"}
CLEARANCE = {
    "table": "a",
    "field": "b",
    "pattern": ".*",
    **BECAUSE,
    "decided_by": "办公室",
    "decided_on": "2025-01-01",
}


def field(**more: object) -> Field:
    return Field.model_validate({**NAMES, "type": "string", **more})


def test_field_is_public_unless_it_says_otherwise() -> None:
    assert field().is_public
    assert not field(disclosure="limited", **BECAUSE).is_public
    assert not field(disclosure="withheld", **BECAUSE).is_public


def test_embargoed_field_is_public_and_names_what_opens_it() -> None:
    embargoed = field(disclosure={"public_from": "opened_at"}, **BECAUSE)

    assert embargoed.is_public
    assert embargoed.disclosure == Embargo(public_from="opened_at")
    assert (embargoed.public_from, field().public_from) == ("opened_at", None)


@pytest.mark.parametrize("missing", ["because", "because_en"])
def test_what_is_not_public_says_why_in_both_languages(missing: str) -> None:
    reasons = {key: text for key, text in BECAUSE.items() if key != missing}

    with pytest.raises(ValidationError, match="must say why"):
        field(disclosure="withheld", **reasons)


def test_class_that_is_none_is_refused() -> None:
    with pytest.raises(ValidationError):
        field(disclosure="secret", **BECAUSE)


def test_identity_numbers_cannot_be_cleared() -> None:
    assert Clearance.model_validate({**CLEARANCE, "kind": "mobile-number"}).kind == "mobile-number"
    for kind in ("identity-number", "masked-identity-number", "no-secrecy-marks"):
        with pytest.raises(ValidationError):
            Clearance.model_validate({**CLEARANCE, "kind": kind})


def test_altered_copy_forgets_what_the_original_worked_out() -> None:
    withheld = {"name": "x", "disclosure": "withheld", **BECAUSE}
    schema = make_schema({"name": "id"}, withheld, key=["id"])
    assert schema.names == ("id", "x")
    assert schema.by_name["x"].disclosure == "withheld"

    public = schema.public

    assert public.names == ("id",)
    assert set(public.by_name) == {"id"}
    assert public.primary_key == schema.primary_key
    assert "x" not in [field["name"] for field in public.descriptor()["fields"]]
