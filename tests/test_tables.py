import pytest

from pipelines.exceptions import RepositoryError
from pipelines.model import Catalogue
from pipelines.tables import Tables


def test_table_is_made_when_it_is_asked_for(catalogue: Catalogue) -> None:
    name = next(iter(catalogue.schemas))
    tables = Tables(catalogue)

    assert tables.table(name) is tables.table(name)
    assert "dataset" in tables.table(name).columns


def test_table_with_the_name_of_one_about_the_data_is_refused(catalogue: Catalogue) -> None:
    family = next(iter(catalogue.families.values()))
    schema = next(iter(family.schemas.values()))
    taken = family.model_copy(update={"schemas": {"edition": schema.altered(name="edition")}})

    with pytest.raises(RepositoryError, match="table edition: the database has one of that name"):
        Tables(catalogue.model_copy(update={"families": {family.name: taken}})).table("edition")
