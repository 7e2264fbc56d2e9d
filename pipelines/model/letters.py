"""The letters that spreadsheets name their columns by."""

from functools import cache

_LETTERS = 26


@cache
def column_letter(number: int) -> str:
    """The name of a 1-based column.

    >>> column_letter(1), column_letter(27), column_letter(16_384)
    ('A', 'AA', 'XFD')
    """
    rest, last = divmod(number - 1, _LETTERS)
    return (column_letter(rest) if rest else "") + chr(ord("A") + last)


def column_number(letters: str) -> int:
    """The 1-based column of a name.

    >>> column_number("A"), column_number("XFD")
    (1, 16384)
    """
    number = 0
    for letter in letters.upper():
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return number
