import pytest
from pydantic import ValidationError

from pipelines.model import Titled

TEXTS = dict.fromkeys(("title", "title_en", "description", "description_en"), "-")


def test_misspelt_key_is_refused() -> None:
    with pytest.raises(ValidationError, match="titel"):
        Titled.model_validate({"name": "a", **TEXTS, "titel": "-"})


def test_what_is_declared_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Titled(name="a", **TEXTS).name = "b"
