"""Codes printed in several columns (类, 款, 项): which have not the digits their list gives a part.

Joined without a word, 210 | | 02 would become the section 21002, and 301 | 2 a code of no level.
"""

from collections.abc import Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.model import SOURCE_ROW, Codelist, CodeParts, Schema, SourceTable, rows_of

OddCodes = Mapping[str, Mapping[tuple[int, str], CodeParts]]


def odd_codes(
    source: SourceTable,
    schema: Schema,
    codes: Mapping[str, pa.ChunkedArray],
    codelists: Mapping[str, Codelist],
) -> OddCodes:
    """Of every field joined from the parts of a code, the codes whose parts have other digits.

    `codes` are the canonical codes by field, row by row as in the source.
    """
    found = {}
    for name, parts in source.parts.items():
        classification = schema.by_name[name].classification
        digits = codelists[classification.codelist].digits if classification else ()
        letters = [n for n in parts.column_names if n != SOURCE_ROW]
        if 1 < len(letters) <= len(digits):
            odd = _odd_rows([parts[n] for n in letters], digits)
            rows = parts.append_column("code", codes[name]).filter(odd)
            found[name] = {
                (row, code): CodeParts(tuple(t or "" for t in texts), tuple(letters))
                for row, code, *texts in rows_of(rows, SOURCE_ROW, "code", *letters)
                if code is not None and code not in schema.totals
            }
    return {name: odd for name, odd in found.items() if odd}


def _odd_rows(parts: Sequence[pa.ChunkedArray], digits: Sequence[int]) -> pa.ChunkedArray:
    """Whether a part is neither empty nor as long as it must be, or stands behind an empty one."""
    lengths = [pc.fill_null(pc.utf8_length(part), 0) for part in parts]
    odd = pc.and_(pc.not_equal(lengths[0], 0), pc.not_equal(lengths[0], digits[0]))
    for before, length, width in zip(lengths, lengths[1:], digits[1:], strict=False):
        filled = pc.not_equal(length, 0)
        wrong = pc.or_(pc.not_equal(length, width), pc.equal(before, 0))
        odd = pc.or_(odd, pc.and_(filled, wrong))
    return odd
