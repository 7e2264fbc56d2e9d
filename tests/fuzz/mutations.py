"""Damaged and hostile variants of small real files: bytes changed, cut, spliced, said twice."""

import io
import zipfile
from collections.abc import Callable, Sequence

from hypothesis import strategies as st

# Pieces that have broken readers of every kind: marks, numbers at the edge of a type, tags.
PIECES = [
    b"\0",
    b"\xff\xff\xff\xff",
    b"\xff\xff\xff\x7f",
    b"\x80",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\r",
    b'"',
    b",",
    b"\t",
    b"-1",
    b"0",
    b"1e309",
    b"NaN",
    b"99999999999999999999",
    b"1048577",
    b"XFD1048576",
    b"_x0000_",
    b"&#0;",
    b"&#x1F;",
    b"&lt;",
    b"]]>",
    b"<!--",
    b"<![CDATA[",
    b"<table>",
    b"</table>",
    b"<tr>",
    b"<td colspan=99999 rowspan=99999>",
    b"</td>",
    b"<row r='1'>",
    b"<c r='A1'>",
    b"</row>",
    b"t='s'",
    b"t='d'",
    b"\xc2\xad",
    b"\xe2\x80\x8b",
    b"\xe2\x80\xae",
    b"\xa3\xac",
    b"/Kids[2 0 R]",
    b"/Length 99999999",
    b"/Filter/LZWDecode",
    b"/Predictor 12",
    b" re f\n",
    b"0 0 0 0 0 0 cm\n",
    b"endstream",
    b"PK\3\4",
]

Change = Callable[[bytes], bytes]


def _place(data: bytes, share: float) -> int:
    return min(int(share * len(data)), max(len(data) - 1, 0))


def _flip(share: float, bit: int) -> Change:
    def change(data: bytes) -> bytes:
        if not data:
            return data
        at = _place(data, share)
        return data[:at] + bytes([data[at] ^ (1 << bit)]) + data[at + 1 :]

    return change


def _replace(share: float, piece: bytes) -> Change:
    def change(data: bytes) -> bytes:
        at = _place(data, share)
        return data[:at] + piece + data[at + len(piece) :]

    return change


def _insert(share: float, piece: bytes) -> Change:
    def change(data: bytes) -> bytes:
        at = _place(data, share)
        return data[:at] + piece + data[at:]

    return change


def _cut(share: float, length: int) -> Change:
    def change(data: bytes) -> bytes:
        at = _place(data, share)
        return data[:at] + data[at + length :]

    return change


def _end(share: float) -> Change:
    return lambda data: data[: _place(data, share)]


def _say_twice(share: float, length: int, to: float) -> Change:
    """A stretch copied to another place: a splice of the file with itself."""

    def change(data: bytes) -> bytes:
        start, at = _place(data, share), _place(data, to)
        return data[:at] + data[start : start + length] + data[at:]

    return change


_share = st.floats(0, 1, exclude_max=True)
_length = st.one_of(st.integers(1, 8), st.integers(1, 600))
changes: st.SearchStrategy[Change] = st.one_of(
    st.builds(_flip, _share, st.integers(0, 7)),
    st.builds(_replace, _share, st.sampled_from(PIECES)),
    st.builds(_insert, _share, st.sampled_from(PIECES)),
    st.builds(_insert, _share, st.binary(max_size=6)),
    st.builds(_cut, _share, _length),
    st.builds(_end, _share),
    st.builds(_say_twice, _share, _length, _share),
)


def changed(seeds: Sequence[bytes], most: int = 6) -> st.SearchStrategy[bytes]:
    """One of the files with one to so many changes, or two of them spliced."""
    one = st.builds(_apply, st.sampled_from(seeds), st.lists(changes, min_size=1, max_size=most))
    two = st.builds(
        lambda a, b, x, y: a[: _place(a, x)] + b[_place(b, y) :],
        st.sampled_from(seeds),
        st.sampled_from(seeds),
        _share,
        _share,
    )
    return st.one_of(one, one, one, two)


def _apply(data: bytes, several: Sequence[Change]) -> bytes:
    for change in several:
        data = change(data)
    return data


def changed_inside(seeds: Sequence[bytes]) -> st.SearchStrategy[bytes]:
    """One of the archives with changes to what its members unpack to, and whole otherwise."""

    @st.composite
    def build(draw: st.DrawFn) -> bytes:
        with zipfile.ZipFile(io.BytesIO(draw(st.sampled_from(seeds)))) as archive:
            members = {n: archive.read(n) for n in archive.namelist()}
        for name in draw(st.lists(st.sampled_from(sorted(members)), min_size=1, max_size=2)):
            members[name] = _apply(members[name], draw(st.lists(changes, min_size=1, max_size=4)))
        if draw(st.integers(0, 9)) == 0:
            members.pop(draw(st.sampled_from(sorted(members))))
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for name, data in members.items():
                archive.writestr(zipfile.ZipInfo(name), data)
        return packed.getvalue()

    return build()
