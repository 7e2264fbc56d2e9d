"""Plain stretches read by pyarrow against Python's own strict reader of the whole text."""

import csv
import io
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.intake import separated
from pipelines.intake.limits import UnreadableError
from pipelines.intake.separated import read_blocks, read_rows

Told = tuple[list[list[str]], int | None]


def read_by_python(text: str) -> Told:
    """The rows by physical line up to a stray quote, and the line of that."""
    lines = io.StringIO(text, newline="").readlines()
    reader = csv.reader(lines, strict=True)
    rows: list[list[str]] = []
    try:
        for cells in reader:
            if has_bare_quote("".join(lines[len(rows) : reader.line_num])):
                return rows, reader.line_num
            rows.append(cells)
            rows += [[]] * (reader.line_num - len(rows))
    except csv.Error:
        return rows, reader.line_num
    return rows, None


def has_bare_quote(row: str) -> bool:
    """Whether a quote stands inside a cell that does not begin with one (RFC 4180, 2.5)."""
    before, is_quoted = ",", False
    for character in row:
        if character == '"' and not is_quoted and before not in ',"':
            return True
        is_quoted ^= character == '"'
        before = character
    return False


def read_in_blocks(text: str, size: int) -> Told:
    data = text.encode()
    blocks = [data[n : n + size] for n in range(0, len(data), size)]
    rows, stray = read_rows(blocks)
    return [list(row) for row in rows], stray and stray.line


CELLS = [
    "a",
    "",
    "1.50",
    " a ",
    "银杏",
    "\u3000",
    '"a"',
    '"a,b"',
    '"a""b"',
    '""',
    '"a\nb"',
    '"\r\n"',
]
ODD = ['a"b', '"a"b', '"', '""a', '"a', "a\0b", "\ufeff", "a\rb", "\r", "\x85", "\u2028", "\t"]
LINES = st.lists(st.sampled_from(CELLS), min_size=3, max_size=3).map(",".join)
ANY_LINES = st.lists(st.sampled_from(CELLS + ODD), max_size=4).map(",".join)
ENDS = st.sampled_from(["\n", "\n", "\n", "\r\n", "\r"])


@st.composite
def texts(draw: st.DrawFn) -> str:
    lines = draw(st.lists(LINES, max_size=12))
    for odd in draw(st.lists(ANY_LINES, max_size=3)):
        lines.insert(draw(st.integers(0, len(lines))), odd)
    ends = [draw(ENDS) for _ in lines]
    whole = "".join(line + end for line, end in zip(lines, ends, strict=True))
    return whole if draw(st.booleans()) else whole.rstrip("\r\n")


@settings(max_examples=500, deadline=None)
@given(texts(), st.integers(1, 60))
def test_any_text_is_read_as_by_python(text: str, size: int) -> None:
    assert read_in_blocks(text, size) == read_by_python(text)


PLAIN = "甲,b,c\n" + "1,2,3\n" * 50
UNUSUAL = {
    "a cell too many": "1,2,3,4\n",
    "a cell too few": "1,2\n",
    "a blank line": "\n",
    "only commas": ",,\n",
    "a lone carriage return": "1,2,3\r4,5,6\n",
    "NUL": "1,\0,3\n",
    "quotes": '"1","2,5","3""4"\n',
    "a cell of two lines": '1,"2\n2",3\n',
    "a stray quote inside": '1,2"2,3\n',
    "a stray quote behind a cell": '1,"2"2,3\n',
    "a quote that never closes": '1,"2,3\n',
    "a quote closed a row later": '1,"2,3\n4,5",6\n',
    "white space": " 1 ,\u3000,3\n",
    "a mark": "1,\ufeff,3\n",
    "a line end of another kind": "1,2\u2028,3\x85\n",
}


@pytest.mark.parametrize("name", UNUSUAL)
@pytest.mark.parametrize("size", [7, 100, 10_000])
def test_unusual_row_among_plain_ones_is_read_as_by_python(name: str, size: int) -> None:
    text = PLAIN + UNUSUAL[name] + PLAIN + UNUSUAL[name]

    assert read_in_blocks(text, size) == read_by_python(text)


@pytest.mark.parametrize("line", ["1\n", "\n", '""\n', '"1"\n'])
def test_single_column_is_read_as_by_python(line: str) -> None:
    assert read_in_blocks(line * 20, 7) == read_by_python(line * 20)


def plain_stretches(text: str) -> Sequence[bool]:
    """For every stretch of some lines whether pyarrow reads it."""
    reading = separated._Reading(3)
    lines = text.splitlines(keepends=True)
    return [reading._plain(line.encode())[2] is not None for line in lines]


def test_fast_way_is_taken_by_plain_lines_and_by_no_others() -> None:
    assert all(plain_stretches(PLAIN + '"1","2,5","3""4"\n 1 ,,3\r\n'))
    odd = ("cell too", "blank", "stray quote behind", "never closes", "NUL")
    for name, line in UNUSUAL.items():
        if any(word in name for word in odd):
            assert not any(plain_stretches(line)), name


def test_white_space_is_known_of() -> None:
    assert read_rows([PLAIN.encode()])[0].trimmed
    for cell in (" 1", "1\u3000", "\t"):
        assert not read_rows([f"{PLAIN}1,2,{cell}\n{PLAIN}".encode()])[0].trimmed


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "big5"])
def test_blocks_of_any_encoding_are_utf_8_without_a_mark(encoding: str) -> None:
    text = "甲,b\n" * 40_000

    assert b"".join(read_blocks(io.BytesIO(text.encode(encoding)), encoding)) == text.encode()


@pytest.mark.parametrize("where", [0, 100_000])
def test_bytes_that_are_no_text_are_not_read(where: int) -> None:
    data = bytearray(b"1,2,3\n" * 50_000)
    data[where] = 0xFF

    with pytest.raises(UnicodeDecodeError):
        read_rows(read_blocks(io.BytesIO(bytes(data)), "utf-8"))


def test_line_that_never_ends_is_refused_before_it_fills_the_memory() -> None:
    read = []

    def blocks() -> Iterator[bytes]:
        yield b"a,b\n1,2\n3,"
        for n in range(1_000):
            read.append(n)
            yield b"x" * 1_000_000

    with pytest.raises(UnreadableError, match="line 3 is longer than 20,000,000"):
        read_rows(blocks())
    assert len(read) < 25


def test_long_file_with_lines_of_carriage_returns_alone_is_read() -> None:
    line = f"{'银' * 100},{'b' * 100},c\r"
    size = 50_000

    rows, stray = read_rows([line.encode() * size])

    assert (len(rows), stray) == (size, None)
    assert rows[-1] == line.rstrip("\r").split(",")


def test_mark_that_begins_a_later_chunk_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(separated, "_CHUNK_BYTES", 6)
    blocks = [b"a,b\n1,2\n", "\ufeffx,3\n".encode(), b"4,5\n"]

    rows, _ = read_rows(blocks)

    assert list(rows) == [["a", "b"], ["1", "2"], ["\ufeffx", "3"], ["4", "5"]]
