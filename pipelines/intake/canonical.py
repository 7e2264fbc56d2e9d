"""Columns of printed text → columns of canonical text, whole columns at a time.

Most cells of a large file are printed in their canonical form, or as plain decimals. Those are
known by their form; every other text is read by the exact reader of `values`, once.
"""

from collections.abc import Callable
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.intake.values import LARGEST_YUAN
from pipelines.model import ISO_DAY, few_texts, map_texts, text_array

Column = pa.ChunkedArray
Read = Callable[[str], str | None]

_DIGITS = r"0|-?[1-9][0-9]"
# By type or role: texts that their reader gives back as they are. Fewer may match, never more.
_FORMS = {
    "integer": rf"{_DIGITS}{{0,17}}",
    "year": rf"{_DIGITS}{{0,17}}",
    "number": r"0|-?[1-9][0-9]{0,8}(\.[0-9]{0,5}[1-9])?|-?0\.[0-9]{0,5}[1-9]",
    "date": ISO_DAY,
    "month": r"[0-9]{4}-(0[1-9]|1[0-2])",
    "minute": rf"({ISO_DAY})T([01][0-9]|2[0-3]):[0-5][0-9]\+08:00",
    "boolean": "true|false",
    "money": r"(0|-?[1-9][0-9]{0,14})\.[0-9]{2}|-0\.([1-9][0-9]|0[1-9])",
}
_DECIMAL = r"-?(0|[1-9][0-9]{0,11})(\.[0-9]{1,6})?"
_NUMBER = pa.decimal128(24, 8)
_FACTOR = pa.decimal128(9, 0)
_FEN = pa.decimal128(24, 2)


def read_column(texts: Column, kind: str, read: Read) -> Column:
    """The column in canonical text; `kind` is the type or the role `read` is the reader of."""
    if kind == "string":
        return texts
    return _by_chunk(texts, lambda chunk: _read(chunk, _FORMS[kind], read))


def read_money_column(texts: Column, factor: Decimal | None, read: Read) -> Column:
    """Amounts in yuan with two decimals; `factor` is the unit of a number that states none."""
    if factor is None:
        return map_texts(texts, read)
    return _by_chunk(texts, lambda chunk: _read_money(chunk, factor, read))


def decimals_in(texts: Column, decimals_of: Callable[[str], int]) -> int:
    """The most decimals any text of a column has; `decimals_of` counts them in one text."""
    most = 0
    for chunk in texts.chunks:
        plain = _matches(chunk, _DECIMAL)
        points = pc.find_substring(chunk, ".")
        counts = pc.subtract(pc.subtract(pc.binary_length(chunk), points), 1)
        fractions = counts.filter(pc.and_(plain, pc.greater_equal(points, 0)))
        others = chunk.filter(pc.invert(plain)).unique().drop_null().to_pylist()
        most = max(most, pc.max(fractions).as_py() or 0, *map(decimals_of, others))
    return most


def _by_chunk(texts: Column, read: Callable[[pa.Array], pa.Array]) -> Column:
    return pa.chunked_array([read(chunk) for chunk in texts.chunks], pa.string())


def _read(texts: pa.Array, form: str, read: Read) -> pa.Array:
    few = few_texts(texts)
    canonical = _matches(few, form)
    if pc.all(canonical).as_py():
        return texts
    values = _read_others(few, canonical, few, read)
    if len(few) == len(texts):
        return values
    return texts if values.equals(few) else values.take(pc.index_in(texts, value_set=few))


def _read_money(texts: pa.Array, factor: Decimal, read: Read) -> pa.Array:
    if factor == 1:
        canonical = _matches(texts, _FORMS["money"])
        if pc.all(canonical).as_py():
            return texts
    plain = _matches(texts, _DECIMAL)
    numbers = pc.if_else(plain, texts, None).cast(_NUMBER)
    yuan = pc.multiply(numbers, pa.scalar(factor, _FACTOR))
    fen = yuan.cast(_FEN, safe=False)  # what is left of it after two decimals
    is_held = pc.and_(pc.equal(fen, yuan), pc.less(pc.abs(yuan), LARGEST_YUAN))
    is_exact = pc.and_(plain, pc.fill_null(is_held, False))
    amounts = pc.if_else(is_exact, fen, None).cast(pa.string())
    return _read_others(texts, is_exact, amounts, read)


def _read_others(texts: pa.Array, done: pa.Array, values: pa.Array, read: Read) -> pa.Array:
    """The values where they are done, and what `read` makes of every other text."""
    others = texts.filter(pc.invert(done)).unique().drop_null()
    read_others = text_array(map(read, others.to_pylist()))
    at = pc.index_in(texts, value_set=others)
    return pc.if_else(at.is_valid(), read_others.take(at), values)


def _matches(texts: pa.Array, form: str) -> pa.Array:
    return pc.match_substring_regex(texts, rf"\A(?:{form})\z")
