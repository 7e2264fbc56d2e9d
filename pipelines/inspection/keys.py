"""Rows that may share a key, found among many by hashing: none is missed, few come in vain."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_WORD = np.dtype("<u8")
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)


def hash_rows(columns: Sequence[pa.Array]) -> np.ndarray:
    """One 64-bit number a row over its texts; the same texts give the same, in any batch.

    >>> rows = hash_rows([pa.array(["a", "ab", "a"]), pa.array(["bc", "c", "bc"])])
    >>> bool(rows[0] == rows[2]), bool(rows[0] == rows[1])
    (True, False)
    """
    total = np.zeros(len(columns[0]), _WORD)
    for column in columns:
        total = _mixed(total, _hash_texts(column))
    return total


def repeated(hashes: np.ndarray) -> np.ndarray:
    """The positions of all numbers that stand more than once, in order.

    >>> repeated(np.array([7, 5, 7, 6], np.uint64)).tolist()
    [0, 2]
    """
    ordered = np.sort(hashes)
    twice = ordered[1:][ordered[1:] == ordered[:-1]]
    if not len(twice):
        return np.zeros(0, np.int64)
    return np.flatnonzero(np.isin(hashes, twice))


def _mixed(total: np.ndarray, words: np.ndarray) -> np.ndarray:
    mixed = (total ^ words) * _MIX
    return mixed ^ (mixed >> _SHIFT)


def _hash_texts(column: pa.Array) -> np.ndarray:
    """Eight bytes of every text at a time, as long as any text goes on."""
    texts = pc.fill_null(column, "") if column.null_count else column
    starts, lengths, data = _bytes_of(texts)
    # The length, and one more for a text that is there: a missing one is not an empty one.
    total = (lengths.astype(_WORD) + np.uint64(1)) * _SPREAD
    if column.null_count:
        total[pc.is_null(column).to_numpy(zero_copy_only=False)] = 0
    if len(lengths) and lengths.min() == lengths.max():
        return _hash_alike(total, data, int(lengths[0]))
    words = np.ndarray((len(data) - 7,), _WORD, data, strides=(1,))
    going = np.flatnonzero(lengths > 0)
    read = 0
    while len(going):
        word = words[starts[going] + read] & _kept(lengths[going] - read)
        total[going] = _mixed(total[going], word)
        read += 8
        going = going[lengths[going] > read]
    return total


def _hash_alike(total: np.ndarray, data: np.ndarray, length: int) -> np.ndarray:
    """The same of texts that are all of one length: identifiers, dates."""
    for read in range(0, length, 8):
        words = np.ndarray((len(total),), _WORD, data, offset=read, strides=(length,))
        total = _mixed(total, words & _kept(np.array([length - read]))[0])
    return total


def _bytes_of(texts: pa.Array) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Where each text begins, its length, and the bytes of all, with some to spare behind them."""
    _, offsets, data = texts.buffers()
    ends = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    first, last = (int(ends[0]), int(ends[-1])) if len(texts) else (0, 0)
    own = np.frombuffer(data, np.uint8)[first:last] if data else np.zeros(0, np.uint8)
    padded = np.concatenate([own, np.zeros(8, np.uint8)])
    return ends[:-1].astype(np.int64) - first, np.diff(ends).astype(np.int64), padded


def _kept(lengths: np.ndarray) -> np.ndarray:
    """A mask for the bytes of a word that still belong to the text."""
    bits = (8 * np.minimum(lengths, 8)).astype(_WORD)
    full = ~np.zeros(len(lengths), _WORD)
    return np.where(bits < 64, (np.uint64(1) << (bits % np.uint64(64))) - np.uint64(1), full)
