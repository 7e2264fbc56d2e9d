"""Files made to exhaust, deceive or escape: each with the number of its fault and what is said.

The numbers are those of the faults a reader has to survive: I01 to I27 are inputs, S03 is what is
hidden. A bomb is small on disk.
"""

import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter

from tests import write
from tests.intake import write_workbook
from tests.intake.old_workbook import OldSheet, compound_file, record, workbook_stream
from tests.intake.open_document import cell, row, write_ods
from tests.intake.page_document import Paper, pdf_bytes

MIB = 1 << 20
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
MAIN = "xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'"
CSV = "项目,次数,金额\n银杏,1,1.50\n"
LAUGHS = (
    '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12))
    + "]>"
)
OUTSIDE = '<!DOCTYPE a [<!ENTITY m SYSTEM "file:///etc/passwd">]>'


@dataclass(frozen=True)
class Hostile:
    """A file, how it is called, and words of the finding it has to end in."""

    called: str
    make: Callable[[Path], object]
    said: str
    rule: str = "file-is-readable"


def stream_zip(path: Path, members: Mapping[str, Iterable[bytes]]) -> Path:
    """An archive whose members are written piece by piece."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, pieces in members.items():
            with archive.open(name, "w") as file:
                for piece in pieces:
                    file.write(piece)
    return path


def repeat(text: bytes, size: int) -> Iterator[bytes]:
    """A text again and again, up to a size."""
    piece = text * (MIB // len(text))
    for _ in range(size // len(piece)):
        yield piece


def between(head: str, pieces: Iterable[bytes], tail: str) -> Iterator[bytes]:
    yield head.encode()
    yield from pieces
    yield tail.encode()


def with_parts(**parts: Iterable[bytes]) -> Callable[[Path], object]:
    """A workbook of which some parts are replaced; `sheet` and `strings` are known by that name."""
    names = {"sheet": SHEET, "strings": STRINGS}

    def make(path: Path) -> object:
        write_workbook(path, {"表": [["银杏", 1]]})
        with zipfile.ZipFile(path) as archive:
            whole = {n: [archive.read(n)] for n in archive.namelist()}
        whole |= {names.get(n, n): pieces for n, pieces in parts.items()}
        return stream_zip(path, whole)

    return make


def shared_texts(texts: Iterable[bytes]) -> Callable[[Path], object]:
    """A workbook whose cell A1 shows the first of the texts that its cells share."""

    def make(path: Path) -> object:
        with xlsxwriter.Workbook(path) as book:
            book.add_worksheet("表").write(0, 0, "x")
        with zipfile.ZipFile(path) as archive:
            whole = {n: [archive.read(n)] for n in archive.namelist()}
        return stream_zip(path, whole | {STRINGS: between(f"<sst {MAIN}>", texts, "</sst>")})

    return make


def one_cell(attributes: str, content: str) -> Callable[[Path], object]:
    """A workbook of which the cell A1 is written so."""
    return with_parts(sheet=sheet(f"<row r='1'><c r='A1' {attributes}>{content}</c></row>"))


def sheet(data: str, after: str = "") -> list[bytes]:
    """The part of a sheet with that data."""
    return [f"<worksheet {MAIN}><sheetData>{data}</sheetData>{after}</worksheet>".encode()]


def inline(text: str, reference: str = "A1") -> str:
    row_number = "".join(c for c in reference if c.isdigit())
    return (
        f"<row r='{row_number}'><c r='{reference}' t='inlineStr'><is><t>{text}</t></is></c></row>"
    )


def lying_size(path: Path, real: int, declared: int) -> Path:
    """An archive whose member is larger than it says."""
    stream_zip(path, {"a.csv": repeat(b"a,b\n", real)})
    data = bytearray(path.read_bytes())
    place = data.index(b"PK\1\2") + 24
    data[place : place + 4] = declared.to_bytes(4, "little")
    path.write_bytes(data)
    return path


def packed_page(size: int) -> bytes:
    """A PDF whose one page unpacks to that many bytes."""
    whole = pdf_bytes([Paper().line("x")], compress=False)
    start = whole.index(b"BT /F")
    packer = zlib.compressobj(1)
    pieces = [packer.compress(b" " * MIB) for _ in range(size // MIB)]
    pieces.append(packer.compress(whole[start : whole.index(b"endstream", start)]))
    stream = b"".join([*pieces, packer.flush()])
    head = whole.rindex(b"<</Length", 0, start)
    end = whole.index(b"endstream", start)
    return (
        whole[:head]
        + b"<</Length %d/Filter/FlateDecode>>stream\n" % len(stream)
        + stream
        + b"\n"
        + whole[end:]
    )


CORNER = OldSheet([[1]])
HOSTILE = {
    # — encodings, characters —
    "I01 text of two-byte characters": Hostile(
        "a.csv", lambda p: write(p, CSV.encode("utf-16")), "UTF-16", "text-decodes"
    ),
    "I01 Latin-1": Hostile(
        "a.csv",
        lambda p: write(p, "nom,prix\n\xe9t\xe9,\xff\n".encode("latin-1")),
        "byte",
        "text-decodes",
    ),
    "I02 one GB18030 row in UTF-8": Hostile(
        "a.csv",
        lambda p: write(p, CSV.encode() + "梧桐,1,1\n".encode("gb18030")),
        f"byte {len(CSV.encode())}",
        "text-decodes",
    ),
    "I03 NUL in separated values": Hostile(
        "a.csv", lambda p: write(p, CSV + "a\0b,1,1\n"), "U+0000", "cells-hold-values"
    ),
    "I03 NUL in a web page": Hostile(
        "a.htm", lambda p: write(p, "<table><tr><td>a\0b</table>"), "NUL"
    ),
    "I03 a control character in a workbook": Hostile(
        "a.xlsx", with_parts(sheet=sheet(inline("a_x0007_b"))), "U+0007", "cells-hold-values"
    ),
    "I03 a control character of Latin-1": Hostile(
        "a.csv", lambda p: write(p, CSV + "a\x85b,1,1\n"), "U+0085", "cells-hold-values"
    ),
    "I23 a mark that turns the direction": Hostile(
        "a.csv", lambda p: write(p, CSV + "a\u202eb,1,1\n"), "U+202E", "cells-hold-values"
    ),
    "I23 a character without width": Hostile(
        "a.csv", lambda p: write(p, CSV + "a\u200bb,1,1\n"), "U+200B", "text-shows-all-it-holds"
    ),
    # — size of one thing —
    "I09 a cell of ten megabytes": Hostile(
        "a.csv", lambda p: write(p, b"a,b\n1," + b"x" * 10 * MIB + b"\n"), "B2"
    ),
    "I09 a cell of eighty megabytes": Hostile(
        "a.csv", lambda p: write(p, b"a,b\n1," + b"x" * 80 * MIB + b"\n"), "20,000,000"
    ),
    "I09 a cell of a workbook longer than a spreadsheet holds": Hostile(
        "a.xlsx", with_parts(sheet=sheet(inline("x" * 40_000))), "表!A1"
    ),
    "I09 a cell of a hundred megabytes in a workbook": Hostile(
        "a.xlsx",
        with_parts(
            sheet=between(
                f"<worksheet {MAIN}><sheetData><row r='1'><c r='A1' t='inlineStr'><is><t>",
                repeat(b"x", 100 * MIB),
                "</t></is></c></row></sheetData></worksheet>",
            )
        ),
        "1,000,000",
    ),
    "I09 an attribute of a hundred megabytes in a workbook": Hostile(
        "a.xlsx",
        with_parts(
            sheet=between(f"<worksheet {MAIN} a='", repeat(b"x", 100 * MIB), "'></worksheet>")
        ),
        "XML",
    ),
    "I09 a cell of a hundred megabytes in an open document": Hostile(
        "a.ods",
        lambda p: stream_zip(
            p,
            {
                "META-INF/manifest.xml": [b"<manifest/>"],
                "content.xml": between(
                    "<a><table name='t'><table-row><table-cell><p>",
                    repeat(b"x", 100 * MIB),
                    "</p></table-cell></table-row></table></a>",
                ),
            },
        ),
        "1,000,000",
    ),
    "I10 a hundred thousand columns": Hostile(
        "a.csv", lambda p: write(p, b",".join([b"x"] * 100_000) + b"\n"), "1000"
    ),
    "I10 a cell in the last column of a workbook": Hostile(
        "a.xlsx", with_parts(sheet=sheet(inline("角", "XFD1"))), "16,384 > 1,000"
    ),
    "I10 a hundred thousand columns on a web page": Hostile(
        "a.htm", lambda p: write(p, "<table><tr>" + "<td>x" * 100_000), "1,001 > 1,000"
    ),
    "I10 spans of a hundred thousand columns": Hostile(
        "a.htm", lambda p: write(p, "<table><tr>" + "<td colspan=1000>x" * 100), "2,000 > 1,000"
    ),
    "I10 a cell repeated a hundred thousand times": Hostile(
        "a.ods",
        lambda p: write_ods(p, {"表": row(cell("x", columns_repeated="100000"))}),
        "100,000",
    ),
    # — archives —
    "I11 an archive that says it unpacks to too much": Hostile(
        "a.zip", lambda p: stream_zip(p, {"a.csv": repeat(b"a,b\n", 256 * MIB)}), "200,000,000"
    ),
    "I11 an archive that says it unpacks to little": Hostile(
        "a.zip", lambda p: lying_size(p, 64 * MIB, 4_000), "CRC"
    ),
    "I11 an archive of ten thousand members": Hostile(
        "a.zip", lambda p: stream_zip(p, {f"{n}.csv": [b"a"] for n in range(10_000)}), "10,000"
    ),
    "I11 an archive in an archive": Hostile(
        "a.zip",
        lambda p: stream_zip(p, {"b.zip": [stream_zip(p, {"c.csv": [b"a"]}).read_bytes()]}),
        "an archive inside an archive",
    ),
    "I11 an archive cut short": Hostile(
        "a.zip",
        lambda p: write(p, stream_zip(p, {"a.csv": [CSV.encode()]}).read_bytes()[:-30]),
        "damaged archive",
    ),
    "I11 two members of one name": Hostile("a.zip", lambda p: twin_members(p), "同名文件"),
    "I11 more workbooks than a file may hold sheets": Hostile(
        "a.zip",
        lambda p: stream_zip(p, {f"{n}.csv": [b"a,b\n1,2\n"] for n in range(501)}),
        "501 > 500",
    ),
    # — workbooks that lie —
    "I12 a merged range of seventeen billion cells": Hostile(
        "a.xlsx",
        with_parts(
            sheet=sheet(
                inline("甲\u200b"), "<mergeCells><mergeCell ref='A1:XFD1048576'/></mergeCells>"
            )
        ),
        "U+200B",
        "text-shows-all-it-holds",
    ),
    "I12 a text counted from the end": Hostile(
        "a.xlsx",
        with_parts(sheet=sheet("<row r='1'><c r='A1' t='s'><v>-1</v></c></row>")),
        "单元格 A1 的值无效",
    ),
    "I12 a text that is not there": Hostile(
        "a.xlsx",
        with_parts(sheet=sheet("<row r='1'><c r='A1' t='s'><v>9</v></c></row>")),
        "单元格 A1 引用第 9 条文字，工作簿只有 0 条/a cell refers to text 9 of 0",
    ),
    "I12 three million texts for one cell": Hostile(
        "a.xlsx",
        shared_texts(repeat(b"<si/>", 15 * MIB)),
        "单元格引用的文字/texts cells refer to: 100,002 > 100,001",
    ),
    "I12 one text of ten million pieces": Hostile(
        "a.xlsx",
        shared_texts(between("<si>", repeat(b"<r/>", 40 * MIB), "</si>")),
        "XML 元素/elements: 200,021 > 200,020",
    ),
    "I12 widths of a million columns": Hostile(
        "a.xlsx",
        with_parts(
            sheet=between(
                f"<worksheet {MAIN}><cols>",
                repeat(b"<col min='1' max='16384' hidden='1'/>", 35 * MIB),
                "</cols></worksheet>",
            )
        ),
        "XML 元素/elements: 20,001 > 20,000",
    ),
    "I12 two million links": Hostile(
        "a.xlsx",
        with_parts(
            sheet=between(
                f"<worksheet {MAIN}><sheetData>{inline('甲')}</sheetData><hyperlinks>",
                repeat(b"<hyperlink ref='A1'/>", 40 * MIB),
                "</hyperlinks></worksheet>",
            )
        ),
        "XML 元素/elements: 200,001 > 200,000",
    ),
    "I12 cells that hold nothing without end": Hostile(
        "a.xlsx",
        with_parts(
            sheet=between(
                f"<worksheet {MAIN}><sheetData><row>",
                repeat(b"<c/>", 60 * MIB),
                "</row></sheetData></worksheet>",
            )
        ),
        "列数/columns: 16,385 > 16,384",
    ),
    "I12 a formula of sixteen thousand characters for ten thousand cells": Hostile(
        "a.xlsx",
        with_parts(
            sheet=sheet(
                f"<row><c><f t='shared' si='0' ref='A1:A10000'>{'1+' * 8_000}1</f></c></row>"
                + "<row><c><f t='shared' si='0'/></c></row>" * 10_000
            )
        ),
        "共用公式的总长/characters of shared formulas: 2,000,125 > 2,000,000",
    ),
    "I12 properties without end": Hostile(
        "a.xlsx",
        with_parts(**{"docProps/core.xml": between("<a>", repeat(b"<a/>", MIB), "</a>")}),
        "XML 元素/elements: 50,001 > 50,000",
    ),
    "I12 two values in one cell": Hostile(
        "a.xlsx", one_cell("", "<v>1</v><v>2</v>"), "单元格 A1 里有两个值/two values in one cell"
    ),
    "I12 a value and a text in one cell": Hostile(
        "a.xlsx",
        one_cell("t='inlineStr'", "<is><t>甲</t></is><v>2</v>"),
        "单元格 A1 里有两个值/two values in one cell",
    ),
    "I12 two texts in one cell": Hostile(
        "a.xlsx",
        one_cell("t='inlineStr'", "<is><t>甲</t><t>乙</t></is>"),
        "单元格 A1 里有两段文字/two texts in one cell",
    ),
    "I12 a value of another type than its cell": Hostile(
        "a.xlsx",
        one_cell("t='inlineStr'", "<v>1</v>"),
        "单元格 A1 的值和类型不符/a value of another type than its cell",
    ),
    "I12 a type no program knows": Hostile(
        "a.xlsx", one_cell("t='x'", "<v>1</v>"), "单元格 A1 的类型无效：'x'/no type of a cell"
    ),
    "I12 a truth that is neither": Hostile(
        "a.xlsx", one_cell("t='b'", "<v>7</v>"), "单元格 A1 的值无效：'7'/no value of a cell"
    ),
    "I12 a value of another format": Hostile(
        "a.xlsx",
        one_cell("", "<x:v xmlns:x='urn:x'>1</x:v>"),
        "工作表 表 有读不出来的格/has cells that cannot be read",
    ),
    "I14 a formula that was never worked out": Hostile(
        "a.xlsx", one_cell("", "<f>1+1</f>"), "=1+1", "cells-hold-values"
    ),
    "I12 a style counted from the end": Hostile(
        "a.xlsx",
        with_parts(sheet=sheet("<row r='1'><c r='A1' s='-1'><v>1</v></c></row>")),
        "单元格 A1 的样式无效：'-1'/no style of a cell",
    ),
    "I21 a number only a program reads": Hostile(
        "a.xlsx",
        with_parts(sheet=sheet("<row r='1'><c r='A1'><v>1_0</v></c></row>")),
        "单元格 A1 的值无效",
    ),
    "I13 one long entity ten thousand times": Hostile(
        "a.xlsx",
        with_parts(
            strings=[
                b'<!DOCTYPE a [<!ENTITY q "' + b"a" * 100_000 + b'">]><sst>',
                b"&q;" * 10_000,
                b"</sst>",
            ]
        ),
        "document type",
    ),
    "I12 a cell in the last corner": Hostile(
        "a.xlsx", with_parts(sheet=sheet(inline("角", "ALL1048576"))), "1,048,576,000 > 5,000,000"
    ),
    "I12 ranges that overlap without end": Hostile(
        "a.xlsx",
        with_parts(
            sheet=sheet(
                inline("甲", "A1") + inline("乙", "Z99"),
                "<mergeCells>" + "<mergeCell ref='A1:Z99'/>" * 5_000 + "</mergeCells>",
            )
        ),
        "overlap",
    ),
    "I12 more merged ranges than any form": Hostile(
        "a.xlsx",
        with_parts(
            sheet=between(
                f"<worksheet {MAIN}><sheetData/><mergeCells>",
                repeat(b"<mergeCell ref='A1:B2'/>", 4 * MIB),
                "</mergeCells></worksheet>",
            )
        ),
        "100,000",
    ),
    "I12 rows out of order": Hostile(
        "a.xlsx", with_parts(sheet=sheet(inline("甲", "A2") + inline("乙", "A1"))), "out of order"
    ),
    "I12 one cell twice": Hostile(
        "a.xlsx",
        with_parts(sheet=sheet("<row r='1'><c r='A1'><v>1</v></c><c r='A1'><v>2</v></c></row>")),
        "out of order",
    ),
    "I12 one long text in every cell": Hostile(
        "a.xlsx", lambda p: same_text_in_every_cell(p), "100,000,000"
    ),
    "I12 a quarter of a million styles": Hostile(
        "a.xlsx",
        with_parts(
            **{
                "xl/styles.xml": between(
                    f"<styleSheet {MAIN}><cellXfs>",
                    repeat(b"<xf/>", 2 * MIB),
                    "</cellXfs></styleSheet>",
                )
            }
        ),
        "elements",
    ),
    "I12 elements a thousand deep": Hostile(
        "a.xlsx",
        with_parts(sheet=[f"<worksheet {MAIN}>".encode(), b"<a>" * 1000, b"</a>" * 1000]),
        "levels",
    ),
    "I12 a row repeated a million times": Hostile(
        "a.ods",
        lambda p: write_ods(
            p,
            {"表": row(*"abcdef", attributes="table:number-rows-repeated='1000000'")},
        ),
        "6,000,000 > 5,000,000",
    ),
    "I12 an old workbook with a cell in the last corner": Hostile(
        "a.xls",
        lambda p: write(
            p,
            compound_file(
                "Workbook",
                workbook_stream({"表": CORNER}).replace(
                    record(0x203, b"\0\0\0\0\0\0")[:2] + b"\x0e\0\0\0\0\0",
                    record(0x203, b"")[:2] + b"\x0e\0\xff\xff\xff\0",
                ),
            ),
        ),
        "16,777,216 > 5,000,000",
    ),
    # — XML —
    **{
        f"I13 {name} in {where}": Hostile(
            "a.xlsx",
            with_parts(
                **{part: [f"<?xml version='1.0'?>{doctype}<a>&m;</a>".encode()]},
            ),
            "document type",
        )
        for name, doctype in (("a billion laughs", LAUGHS), ("an outside entity", OUTSIDE))
        for where, part in (
            ("a sheet", "sheet"),
            ("the texts", "strings"),
            ("the list of sheets", "xl/workbook.xml"),
            ("the list of parts", "[Content_Types].xml"),
            ("the styles", "xl/styles.xml"),
        )
    },
    "I13 a billion laughs in an open document": Hostile(
        "a.ods",
        lambda p: stream_zip(
            p,
            {
                "META-INF/manifest.xml": [b"<manifest/>"],
                "content.xml": [f"{LAUGHS}<a>&m;</a>".encode()],
            },
        ),
        "document type",
    ),
    # — formulas —
    "I14 a formula": Hostile(
        "a.xlsx",
        with_parts(sheet=sheet("<row r='1'><c r='A1'><f>1+1</f><v>2</v></c></row>")),
        "=1+1",
        "cells-hold-values",
    ),
    "I14 an error value": Hostile(
        "a.xlsx",
        with_parts(sheet=sheet("<row r='1'><c r='A1' t='e'><v>#REF!</v></c></row>")),
        "#REF!",
        "cells-hold-values",
    ),
    # — ways out —
    "I16 a member that climbs": Hostile(
        "a.zip", lambda p: stream_zip(p, {"../../etc/a.csv": [CSV.encode()]}), "climbs"
    ),
    "I16 a member with an absolute path": Hostile(
        "a.zip", lambda p: stream_zip(p, {"/etc/a.csv": [CSV.encode()]}), "climbs"
    ),
    "I16 a member with a path of Windows": Hostile(
        "a.zip", lambda p: stream_zip(p, {"C:\\a\\..\\a.csv": [CSV.encode()]}), "climbs"
    ),
    "I16 a member that is a link": Hostile("a.zip", lambda p: link_member(p), "climbs"),
    "I26 an identity number kept as a number": Hostile(
        "a.xlsx",
        with_parts(sheet=sheet("<row r='1'><c r='A1'><v>110101199003070000</v></c></row>")),
        "110101199003070000",
        "numbers-are-shown-as-stored",
    ),
    "I21 a number that is none": Hostile(
        "a.xlsx",
        with_parts(sheet=sheet("<row r='1'><c r='A1'><v>NaN</v></c></row>")),
        "NaN",
    ),
    "I21 a number beyond all": Hostile(
        "a.xlsx",
        with_parts(sheet=sheet("<row r='1'><c r='A1'><v>1e400</v></c></row>")),
        "inf",
        "numbers-are-shown-as-stored",
    ),
    "I21 a number of five thousand digits": Hostile(
        "a.xlsx",
        with_parts(sheet=sheet(f"<row r='1'><c r='A1'><v>{'9' * 5000}</v></c></row>")),
        "",
    ),
    # — locks, damage —
    "a workbook with a password": Hostile(
        "a.xlsx", lambda p: write(p, compound_file("EncryptedPackage", b"x" * 5000)), "密码"
    ),
    "an archive with a password": Hostile("a.zip", lambda p: locked_zip(p), "密码"),
    **{
        f"an empty file called {name}": Hostile(name, lambda p: write(p, b""), "unknown")
        for name in ("a.xlsx", "a.pdf", "a.ods", "a.htm", "a.zip")
    },
    "a document that unpacks to a third of a gigabyte": Hostile(
        "a.pdf", lambda p: write(p, packed_page(320 * MIB)), ""
    ),
    "a document whose pages go in a circle": Hostile(
        "a.pdf",
        lambda p: write(p, pdf_bytes([Paper()]).replace(b"/Kids[6 0 R]", b"/Kids[2 0 R]")),
        "",
    ),
    "a document cut short": Hostile(
        "a.pdf", lambda p: write(p, pdf_bytes([Paper().line("表").table([["甲"]])])[:900]), ""
    ),
    "a document of twenty thousand rules": Hostile(
        "a.pdf",
        lambda p: write(p, pdf_bytes([Paper(boxes=[(9, n / 99, 99, n) for n in range(21_000)])])),
        "20,000",
    ),
    "an old workbook cut short": Hostile(
        "a.xls",
        lambda p: write(p, compound_file("Workbook", workbook_stream({"表": CORNER})[:-20])),
        "damaged",
    ),
    "an old workbook whose sectors go in a circle": Hostile(
        "a.xls", lambda p: write(p, circular_file()), ""
    ),
    "an old workbook that claims four billion texts": Hostile(
        "a.xls",
        lambda p: write(
            p,
            compound_file(
                "Workbook",
                workbook_stream({"表": CORNER}).replace(
                    record(0x0A), record(0xFC, b"\xff" * 8) + record(0x0A), 1
                ),
            ),
        ),
        "",
    ),
}


def same_text_in_every_cell(path: Path) -> Path:
    """A workbook that keeps one long text once, and refers to it from five thousand cells."""
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("表").write_column(0, 0, ["x" * 30_000] * 5_000)
    return path


def link_member(path: Path) -> Path:
    """An archive whose member is a symbolic link."""
    with zipfile.ZipFile(path, "w") as archive:
        member = zipfile.ZipInfo("a.csv")
        member.external_attr = 0o120777 << 16
        archive.writestr(member, "/etc/passwd")
    return path


def twin_members(path: Path) -> Path:
    """An archive with two members of one name, of which each program takes another."""
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", CSV)
        archive.writestr("a.csv", CSV.replace("1.50", "2.50"))
    return path


def locked_zip(path: Path) -> Path:
    """An archive whose member is marked as encrypted."""
    data = bytearray(stream_zip(path, {"a.csv": [CSV.encode()]}).read_bytes())
    for mark, place in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.index(mark) + place] |= 1
    return write(path, bytes(data))


def circular_file() -> bytes:
    """A compound file whose first sector is followed by itself."""
    rows = [["银杏" * 20]] * 100
    data = bytearray(compound_file("Workbook", workbook_stream({"表": OldSheet(rows)})))
    place = data.rindex(b"\1\0\0\0\2\0\0\0\3\0\0\0")
    data[place : place + 4] = b"\0\0\0\0"
    return bytes(data)
