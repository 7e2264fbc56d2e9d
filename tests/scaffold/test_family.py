from pathlib import Path

from pipelines.catalogue import load_catalogue
from pipelines.model import Catalogue
from pipelines.scaffold.family import family_files
from tests import make_repository, write


def test_a_new_family_can_be_loaded_with_its_table(tmp_path: Path, catalogue: Catalogue) -> None:
    root = make_repository(tmp_path)
    for name, text in family_files("public-office", "office", catalogue).items():
        write(root / name, text)

    family = load_catalogue(root / "schemas", root / "datasets").families["public-office"]

    schema = family.schemas["office"]
    assert [f.stated for f in schema.fields] == ["year", "publisher", None, None]
    assert schema.primary_key == (*(f.name for f in schema.fields[:2]), "example_name")
    assert schema.money == ("example_amount",)


def test_it_does_without_examples_to_follow(tmp_path: Path) -> None:
    empty = Catalogue(families={}, codelists={}, checks={}, datasets={})
    root = make_repository(tmp_path)
    for name, text in family_files("public-office", "office", empty).items():
        write(root / name, text)

    schema = load_catalogue(root / "schemas", root / "datasets").schemas["office"]

    assert schema.primary_key == ("example_name",)
