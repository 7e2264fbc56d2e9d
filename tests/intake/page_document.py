"""Writes PDF files for the tests: lines of text and ruled cells, in points from the top."""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

WIDTH, HEIGHT, SIZE, ROW = 600, 800, 10, 20
LEFT = 50


@dataclass
class Paper:
    """A page: texts (x, top, text) and ruled boxes (x0, top, x1, bottom), written in order."""

    texts: list[tuple[float, float, str]] = field(default_factory=list)
    boxes: list[tuple[float, float, float, float]] = field(default_factory=list)
    top: float = 40
    has_picture: bool = False

    def line(self, *texts: str) -> "Paper":
        """A line whose texts stand apart: the first at the left, the others at the right."""
        for n, text in enumerate(texts):
            self.texts.append((LEFT + n * 350, self.top, text))
        self.top += ROW
        return self

    def table(self, rows: Sequence[Sequence[str]], width: float = 100) -> "Paper":
        """A ruled table; "<" stands for a cell that the one to its left covers."""
        for cells in rows:
            for column, text in enumerate(cells):
                if text == "<":
                    continue
                end = column + 1
                while end < len(cells) and cells[end] == "<":
                    end += 1
                x0, x1 = LEFT + column * width, LEFT + end * width
                self.boxes.append((x0, self.top, x1, self.top + ROW))
                for n, part in enumerate(text.split("\n")):
                    self.texts.append((x0 + 2, self.top + 1 + n * (SIZE - 1), part))
            self.top += ROW
        return self


def write_pdf(path: Path, papers: Iterable[Paper], *, compress: bool = True) -> Path:
    """A PDF of those pages."""
    path.write_bytes(pdf_bytes(list(papers), compress=compress))
    return path


def pdf_bytes(papers: Sequence[Paper], *, compress: bool = True, trailer: bytes = b"") -> bytes:
    """The bytes of a PDF; its one font is told by character, as spreadsheets write Chinese."""
    seen = sorted({c for paper in papers for _, _, text in paper.texts for c in text})
    pages = [6 + 2 * n for n in range(len(papers))]
    kids = b" ".join(b"%d 0 R" % n for n in pages)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(papers)),
        b"<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/Identity-H"
        b"/DescendantFonts[4 0 R]/ToUnicode 5 0 R>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Song/DW 1000/W[0[0] 32 126 500]"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>",
        _stream(_to_unicode(seen), compress),
    ]
    for n, paper in zip(pages, papers, strict=True):
        picture = b"/XObject<</Im 9999 0 R>>" if paper.has_picture else b""
        objects += [
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents %d 0 R"
            b"/Resources<</Font<</F 3 0 R>>%s>>>>" % (WIDTH, HEIGHT, n + 1, picture),
            _stream(_content(paper), compress),
        ]
    return _file(objects, trailer)


def _file(objects: Sequence[bytes], trailer: bytes) -> bytes:
    picture = (
        b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8"
        b"/Length 1>>stream\n\0\nendstream"
    )
    body, places = b"%PDF-1.7\n", {}
    for n, data in [*enumerate(objects, start=1), (9999, picture)]:
        places[n] = len(body)
        body += b"%d 0 obj\n%s\nendobj\n" % (n, data)
    table = b"".join(b"%d 1\n%010d 00000 n \n" % item for item in places.items())
    return (
        body
        + b"xref\n0 1\n0000000000 65535 f \n%strailer<</Size 10000/Root 1 0 R%s>>\n"
        % (
            table,
            trailer,
        )
        + b"startxref\n%d\n%%%%EOF" % len(body)
    )


def _content(paper: Paper) -> bytes:
    parts = ["0.5 w"]
    if paper.has_picture:
        parts.append(f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm /Im Do Q")
    for x0, top, x1, bottom in paper.boxes:
        parts.append(f"{x0} {HEIGHT - bottom} {x1 - x0} {bottom - top} re S")
    for x, top, text in paper.texts:
        codes = text.encode("utf-16-be").hex()
        parts.append(f"BT /F {SIZE} Tf {x} {HEIGHT - top - SIZE} Td <{codes}> Tj ET")
    return "\n".join(parts).encode()


def _to_unicode(characters: Sequence[str]) -> bytes:
    pairs = "\n".join(f"<{ord(c):04x}> <{ord(c):04x}>" for c in characters)
    return (
        "/CIDInit /ProcSet findresource begin begincmap\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(characters)} beginbfchar\n{pairs}\nendbfchar endcmap end"
    ).encode()


def _stream(data: bytes, compress: bool) -> bytes:
    packed = zlib.compress(data) if compress else data
    how = b"/Filter/FlateDecode" if compress else b""
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(packed), how, packed)
