from openpyxl.utils import column_index_from_string, get_column_letter

from pipelines.model import column_letter, column_number


def test_columns_are_named_as_by_spreadsheets() -> None:
    for number in range(1, 16_385):
        name = column_letter(number)
        assert name == get_column_letter(number)
        assert column_number(name) == column_number(name.lower()) == column_index_from_string(name)
