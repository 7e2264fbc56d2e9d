from pathlib import Path

import pyarrow as pa
import pytest

from pipelines.publication.formats.texts import (
    join_parts,
    lines_of,
    rewrite,
    rewrite_matches,
    text_bytes,
    write_parts,
)


@pytest.mark.parametrize("special", ['"', "\\", "]", "-", "^", "\n"])
def test_text_with_an_asked_letter_is_rewritten_and_no_other(special: str) -> None:
    texts = pa.array(["银杏", f"a{special}b", None, ""])

    written = rewrite(texts, special, lambda text: f"<{text}>")

    assert written.to_pylist() == ["银杏", f"<a{special}b>", None, ""]


def test_column_without_an_asked_letter_is_the_same_object() -> None:
    texts = pa.array(["a", None])

    assert rewrite(texts, ",", str.upper) is texts
    assert rewrite_matches(texts, "^b", str.upper) is texts


def test_bytes_are_those_of_the_part_of_a_column_that_is_asked_for() -> None:
    texts = pa.array(["a", "银", "", "b"])

    assert bytes(text_bytes(texts)) == "a银b".encode()
    assert bytes(text_bytes(texts[1:3])) == "银".encode()
    assert bytes(text_bytes(texts[:0])) == bytes(text_bytes(pa.array([], pa.string()))) == b""


def test_lines_keep_the_order_of_the_rows(tmp_path: Path) -> None:
    table = pa.table({"n": [str(n) for n in range(200_000)]})

    write_parts(tmp_path / "n", lines_of(table, lambda batch: join_parts([batch["n"], "\n"])))

    assert (tmp_path / "n").read_text().split() == table["n"].to_pylist()
