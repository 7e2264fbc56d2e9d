"""Any supported file → its tables as text, with everything that is wrong with the file.

A reader is imported when a file of its kind is read: the libraries take longer than a small file.
"""

import io
import stat
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from pipelines.intake.archive import open_archive, read_member
from pipelines.intake.grid import Grid
from pipelines.intake.kinds import HEAD_BYTES, SUFFIXES, foreign, kind_of, kind_of_archive
from pipelines.intake.limits import MAX_FILE_BYTES, MAX_SHEETS, UnreadableError, refuse_above
from pipelines.intake.text import read_csv_grid
from pipelines.model import Finding

_UTF8_NAME = 0x800
_NOT_THE_PUBLISHERS = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True)
class FileContent:
    """What a file holds: its tables by their names, and what is wrong with the file as a whole.

    `kind` is what the content is: a key of `SUFFIXES`, or None. A file of separated values has its
    one table under ""; in an archive a table goes by its member's name and its own. What is wrong
    inside a table stands in the grid's own findings.
    """

    kind: str | None
    encoding: str | None = None
    grids: Mapping[str, Grid] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def read_file(path: Path, encoding: str | None = None) -> FileContent:
    """Every table of a CSV, XLSX, XLS, ODS, HTML or PDF file, or of a ZIP archive of them.

    `encoding` is that of a text whose own declaration is missing or wrong. Whatever cannot be read
    is a finding.

    Raises: OSError if the disk fails or there is no such file.
    """
    if not path.is_file():
        raise FileNotFoundError(f"不是文件/not a file: {path}")
    with path.open("rb") as file:
        return _content(file, path.name, encoding)


def _content(
    file: io.BufferedIOBase, name: str, encoding: str | None, is_member: bool = False
) -> FileContent:
    suffix = PurePosixPath(name).suffix.lower()
    head = file.read(HEAD_BYTES)
    kind = kind_of(head, suffix)
    try:
        if kind == "csv":  # may be as long as it likes; what is read as a whole may not
            content = _read_csv(file, encoding)
        else:
            data = head + file.read(MAX_FILE_BYTES + 1 - len(head))
            kind, content = _read_whole(data, kind, encoding, is_member=is_member)
        if not content.grids and all(f.rule == "sheets-are-shown" for f in content.findings):
            raise UnreadableError("没有可见的表/no visible table")
    except UnreadableError as error:
        fault = Finding("file-is-readable", "error", detail=f"{name}: {error}")
        return FileContent(kind, findings=(fault,))
    if not suffix or suffix in SUFFIXES[kind]:
        return content
    note = Finding("file-is-what-its-name-says", "info", value=suffix, expected=kind)
    return replace(content, findings=(*content.findings, note))


def _read_whole(
    data: bytes, kind: str | None, encoding: str | None, *, is_member: bool
) -> tuple[str, FileContent]:
    """What a file is, looking into it where it is an archive, and what it holds."""
    refuse_above(MAX_FILE_BYTES, len(data), "文件字节数/bytes")
    if kind == "zip":
        with open_archive(data) as archive:
            kind = kind_of_archive(archive.namelist())
    if kind is None or (kind == "zip" and is_member):
        raise UnreadableError(_not_read(data, kind))
    return kind, _READERS[kind](data, encoding)


def _not_read(data: bytes, kind: str | None) -> str:
    if kind == "zip":
        return "压缩包里还有压缩包/an archive inside an archive"
    what = foreign(data[:HEAD_BYTES]) or "无法识别的文件/an unknown kind of file"
    known = "、".join(suffixes[0].removeprefix(".") for suffixes in SUFFIXES.values())
    return f"{what} ≠ {known}"


def _read_csv(file: io.BufferedIOBase, declared: str | None) -> FileContent:
    encoding, grid = read_csv_grid(file, declared)
    if encoding is None:
        return FileContent("csv", findings=tuple(grid.findings))
    return FileContent("csv", encoding, {"": grid})


def _read_webpage(data: bytes, declared: str | None) -> FileContent:
    from pipelines.intake.webpage import read_webpage_grids

    encoding, grids, findings = read_webpage_grids(data, declared)
    return FileContent("html", encoding, grids, tuple(findings))


def _read_xlsx(data: bytes, _declared: str | None) -> FileContent:
    from pipelines.intake.workbook import read_workbook_grids

    grids, findings = read_workbook_grids(data)
    return FileContent("xlsx", None, grids, tuple(findings))


def _read_xls(data: bytes, _declared: str | None) -> FileContent:
    from pipelines.intake.xls import read_xls_grids

    grids, findings = read_xls_grids(data)
    return FileContent("xls", None, grids, tuple(findings))


def _read_ods(data: bytes, _declared: str | None) -> FileContent:
    from pipelines.intake.ods import read_ods_grids

    grids, findings = read_ods_grids(data)
    return FileContent("ods", None, grids, tuple(findings))


def _read_pdf(data: bytes, _declared: str | None) -> FileContent:
    from pipelines.intake.pdf import read_pdf_grids

    grids, findings = read_pdf_grids(data)
    return FileContent("pdf", None, grids, tuple(findings))


def _read_zip(data: bytes, declared: str | None) -> FileContent:
    """The tables of every member; one of another kind is a warning, a damaged one an error."""
    grids: dict[str, Grid] = {}
    findings: list[Finding] = []
    with open_archive(data) as archive:
        for member in archive.infolist():
            name = _member_name(member)
            if member.is_dir() or any(n in name for n in _NOT_THE_PUBLISHERS):
                continue
            if _climbs(member, name):
                detail = f"{name}: 路径越界或是链接/the path climbs, or is a link"
                findings.append(Finding("file-is-readable", "error", detail=detail))
                continue
            data = io.BytesIO(read_member(archive, member))
            content = _content(data, name, declared, True)
            findings += [_of_member(f, name, content.kind) for f in content.findings]
            refuse_above(MAX_SHEETS, len(grids) + len(content.grids), "压缩包内表数/tables")
            for title, grid in content.grids.items():
                key = f"{name}/{title}" if title else name
                if key in grids:  # two names that are written alike when they are decoded
                    raise UnreadableError(f"压缩包里有同名的表/tables of one name: {key}")
                own = tuple(_located(f, key) for f in grid.findings)
                grids[key] = replace(grid, sheet=key, findings=own)
    return FileContent("zip", None, grids, tuple(findings))


def _member_name(member: zipfile.ZipInfo) -> str:
    """The name as written: Chinese archives keep GBK, and say nothing of it."""
    if member.flag_bits & _UTF8_NAME:
        return member.filename
    raw = member.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return member.filename


def _climbs(member: zipfile.ZipInfo, name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    is_link = stat.S_ISLNK(member.external_attr >> 16)
    return is_link or path.is_absolute() or ".." in path.parts or ":" in path.parts[0]


def _of_member(finding: Finding, name: str, kind: str | None) -> Finding:
    """A letter or a picture beside the tables is no fault, but is said."""
    located = _located(finding, name)
    return replace(located, severity="warning") if kind is None else located


def _located(finding: Finding, sheet: str) -> Finding:
    place = finding.place
    return replace(finding, place=replace(place, sheet=sheet))


_READERS = {
    "xlsx": _read_xlsx,
    "xls": _read_xls,
    "ods": _read_ods,
    "html": _read_webpage,
    "pdf": _read_pdf,
    "zip": _read_zip,
}
