"""Asks a whole column at once which of its cells may hold something personal or marked secret.

The questions are written for RE2, which reads each text once; they may name too many cells, never
too few. Each stays simple: many alternatives in one pattern make RE2 a hundred times slower.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.inspection import secrecy
from pipelines.model import batches_of, few_texts, text_bytes
from pipelines.parallel import map_in_order

_GAP = "[^0-9A-Za-z]{0,3}"
_WRAPPED = r"[\r\n]{4}"  # a number goes on behind however many ends of lines
_RUN = rf"[0-9](?:{_GAP}[0-9]){{10}}"
# Asked of the few cells with a run of digits: a mobile, an identity number old or new, a card.
_NUMBERS = (
    rf"(?:^|[^0-9])(?:(?:00)?86{_GAP}|0)?1{_GAP}[3-9](?:{_GAP}[0-9]){{9}}(?:$|[^0-9])",
    r"(?:^|[^0-9A-Za-z])(?:1[3-9][0-9]{9}){2}(?:$|[^0-9A-Za-z])",
    rf"[1-9](?:{_GAP}[0-9]){{5}}{_GAP}(?:1{_GAP}9|2{_GAP}0)(?:{_GAP}[0-9]){{2}}"
    rf"{_GAP}[01]{_GAP}[0-9]{_GAP}[0-3](?:{_GAP}[0-9]){{4}}{_GAP}[0-9Xx]",
    r"(?:^|[^0-9A-Za-z.])[1-9][0-9]{5} ?[0-9]{2}[01][0-9][0-3][0-9] ?[0-9]{3}(?:$|[^0-9A-Za-z])",
    rf"(?:^|[^0-9A-Za-z.-])(?:62|[45][0-9]|35)(?:{_GAP}[0-9]){{14}}",
)
# Every character that is no number but says one up to nine; those written again for other
# standards, and radicals, are read as what they stand for: UAX 15.
_NUMERALS = "〇㐅㒃㠪㭍一七三九二五亖仨伍兩八六叁参參叄四壱壹幺廾弌弍弎弐捌柒漆玖肆貮貳贰陆陸零"
_WRITTEN_AGAIN = r"[\x{2e80}-\x{2fdf}\x{f900}-\x{faff}\x{20000}-\x{2ffff}]"
_HAN = f"[{_NUMERALS}]"
_INVISIBLE = r"[\p{Cf}\p{Mn}\p{Me}]"
_OTHER_DIGITS = rf"[^\P{{N}}0-9]|{_INVISIBLE}|{_HAN}{{2}}"
_ANY_DIGIT = rf"[\p{{N}}{_NUMERALS}]"
_WORDS = (
    "[账帐][号户]|卡号|护照|通行证|回乡证|台胞证|军官证|士兵证|驾驶证|居留证|居住证|身份|宅电|[宅庭里]"
    r"[话:：\s]{0,3}[0-9０-９]|[@＠﹫]|[*×✱●•■█#＊＃]{2}|[xXｘＸ]{4}"
    rf"|{secrecy.SCREEN}"
)
_ASCII_SIGNS = b"@*#xX"  # one of them stands in every such word that is ASCII
_PASSPORT = r"^\s*[EGＥＧ].{8}\s*$"
_PASSPORT_LENGTH = 12
_FEWEST_DIGITS = 6  # a home telephone has seven


def suspects(column: pa.ChunkedArray) -> pa.Array:
    """The positions of the cells to read closely, ascending.

    A cell that holds nothing may be among them; one that holds something is never missing.
    """
    found, first = [np.zeros(0, np.int64)], 0
    for size, positions in map_in_order(_suspects_of_batch, batches_of(pa.table({"": column}))):
        found.append(positions + first)
        first += size
    return pa.array(np.concatenate(found))


def _suspects_of_batch(batch: pa.Table) -> tuple[int, np.ndarray]:
    """The size of a batch, and the positions in it; what stands often is asked once."""
    cells = batch.column(0).combine_chunks()
    few = few_texts(cells)
    named = few.take(_suspects(few))
    if not len(named):
        return len(cells), np.zeros(0, np.int64)
    wanted = pc.is_in(cells, value_set=named)
    return len(cells), np.flatnonzero(wanted.to_numpy(zero_copy_only=False))


def _suspects(cells: pa.Array) -> pa.Array:
    positions = pa.array(np.arange(len(cells)))
    runs = _asked(cells, positions, _RUN)
    short = pc.less_equal(pc.utf8_length(cells), _PASSPORT_LENGTH)
    found = [
        *(_asked(*runs, pattern)[1] for pattern in _NUMBERS),
        _asked(cells.filter(short), positions.filter(short), _PASSPORT)[1],
    ]
    data = text_bytes(cells).tobytes()
    if b"\n" in data or b"\r" in data:
        found.append(_asked(cells, positions, _WRAPPED)[1])
    if not data.isascii():
        other_cells, others = _asked(cells, positions, _OTHER_DIGITS)
        shown = pc.replace_substring_regex(other_cells, _INVISIBLE, "")
        many = pc.greater(pc.count_substring_regex(shown, _ANY_DIGIT), _FEWEST_DIGITS)
        found += [
            _asked(cells, positions, _WORDS)[1],
            others.filter(many),
            _asked(cells, positions, _WRITTEN_AGAIN)[1],
            _asked(shown, others, _WORDS)[1],
        ]
    elif any(sign in data for sign in _ASCII_SIGNS):
        found.append(_asked(cells, positions, _WORDS)[1])
    named = pa.chunked_array(found).unique()
    return named.take(pc.sort_indices(named))


def _asked(cells: pa.Array, positions: pa.Array, pattern: str) -> tuple[pa.Array, pa.Array]:
    """The cells a pattern is found in, and their positions; a missing value is none of them."""
    found = pc.match_substring_regex(cells, pattern)
    return cells.filter(found), positions.filter(found)
