"""`sunledger …`: the words of the command line.

Each command imports what it needs when it is called, so that every one starts as fast as it can,
and only `publish` needs Prefect.
"""

import atexit
import gc
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

# What is imported stays: looking for garbage in it takes a tenth of the time of a command, at its
# start and once more at its end.
gc.set_threshold(500_000)
atexit.register(gc.freeze)

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="阳光账本：把财政部门自己的文件变成人人可查的开放数据。"
    " / Sunledger: from a finance bureau's own files to open data anyone can check.",
)


class Format(StrEnum):
    """The forms a report comes in."""

    text = "text"
    json = "json"
    csv = "csv"
    html = "html"
    xlsx = "xlsx"


class Language(StrEnum):
    """The languages a report comes in."""

    zh = "zh"
    en = "en"


class Kind(StrEnum):
    """What can be made anew."""

    rule = "rule"
    dataset = "dataset"
    family = "family"


@app.command()
def publish(
    datasets: Annotated[
        list[str] | None, typer.Argument(help="数据集名称，缺省为全部 / dataset names, all if none")
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="有数据集未发布时返回 1 / exit 1 if any was refused")
    ] = False,
    anew: Annotated[
        bool,
        typer.Option(
            "--anew", help="没有变化的文件也重新审核 / judge also files that have not changed"
        ),
    ] = False,
) -> None:
    """读取、审核并发布新的文件。 / Read, inspect and publish what is new."""
    from pipelines.cli.publishing import publish_datasets

    publish_datasets(datasets, strict=strict, anew=anew)


@app.command(
    help="审核文件，不发布；没有错误返回 0，有错误返回 1，无法审核返回 2。"
    " / Inspect files without publishing; exit 0 clean, 1 errors found, 2 could not be judged."
)
def inspect(
    files: Annotated[
        list[str],
        typer.Argument(
            help="文件或者文件夹；与数据集同名的词是数据集，后面可以跟它的快照名（缺省最新），"
            "同名的文件写作 ./名称 / files or folders; a word that names a dataset is the dataset,"
            " its snapshots may follow (default: the newest); write ./NAME for a file of that name"
        ),
    ],
    wanted: Annotated[
        str | None,
        typer.Option(
            "--as",
            metavar="FAMILY[/TABLE]",
            help="是哪一类、哪张表，缺省由程序认 / which family or table it is, else recognised",
        ),
    ] = None,
    year: Annotated[
        int | None, typer.Option(help="年度，缺省看标题 / fiscal year, else read from the titles")
    ] = None,
    form: Annotated[
        Format | None,
        typer.Option(
            "--format",
            help="报告的形式，缺省看 -o 的后缀，否则显示在终端"
            " / form of the report; else by the ending of -o, else in the terminal",
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help="报告写到哪里；多个文件时写文件夹 / where to; a folder for several files",
        ),
    ] = None,
    language: Annotated[
        Language, typer.Option("--lang", help="报告的语言 / language of the report")
    ] = Language.zh,
    show_all: Annotated[
        bool, typer.Option("--all", help="列出全部问题 / list every finding")
    ] = False,
) -> None:
    """Report on each file, and end with the code of the worst."""
    from pipelines.cli.inspecting import Request, inspect_all

    request = Request(wanted, year, form and form.value, output, language.value, show_all)
    raise typer.Exit(inspect_all(files, request))


@app.command()
def template(
    wanted: Annotated[
        str, typer.Argument(metavar="FAMILY[/TABLE]", help="类别，或者其中一张表 / family or table")
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="写到哪个文件，缺省用类别或表的名称 / where to, else by its name"
        ),
    ] = None,
    year: Annotated[
        int | None,
        typer.Option(help="年度，决定标题和代码表 / fiscal year, for the title and the code lists"),
    ] = None,
    unit: Annotated[
        str, typer.Option(help="金额的单位：元、千元、万元…… / unit of the amounts")
    ] = "元",
) -> None:
    """写一张待填的空表，填好直接审核。 / Write a form that can be inspected once filled in."""
    from pipelines.cli.templating import write_form

    write_form(wanted, output, year, unit)


@app.command()
def new(
    kind: Annotated[Kind, typer.Argument(help="规则、数据集或者类别 / rule, dataset or family")],
    name: Annotated[str, typer.Argument(help="名称，小写连字符 / its name, in kebab-case")],
    family: Annotated[
        str | None, typer.Option(help="属于哪一类 / the family it belongs to")
    ] = None,
    table: Annotated[
        str | None,
        typer.Option(help="规则管哪张表，新类别的第一张表叫什么 / the rule's or the first table"),
    ] = None,
    source: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE", help="照哪个文件写 / the file a dataset is of"),
    ] = None,
    year: Annotated[
        int | None, typer.Option(help="文件的年度，缺省看标题 / the file's year, else its title's")
    ] = None,
) -> None:
    """写出新规则、数据集、类别的文件，说明要填什么。 / Write the files of a new one."""
    from pipelines.cli.scaffolding import New, make_new

    make_new(New(kind.value, name, family, table, source, year))


@app.command()
def check() -> None:
    """核对 schemas/ 与 datasets/。 / Check that what the repository declares holds together."""
    from pipelines.cli.checking import check_repository

    check_repository()


@app.command(
    help="核对已发布的版本：文件、签名、前后相接、数据库的每一行；有问题返回 1。"
    " / Verify editions: files, signatures, the chain, every row of the database; exit 1 if not"
    " whole."
)
def verify(
    what: Annotated[
        str | None,
        typer.Argument(
            metavar="[DATASET|PATH|URL]",
            help="数据集、下载的文件夹或者一版的网址，缺省为本机全部；同名的文件夹写作 ./名称"
            " / a dataset, a downloaded folder or an edition's address; all of this home if none;"
            " write ./NAME for a folder of a dataset's name",
        ),
    ] = None,
    number: Annotated[int | None, typer.Argument(help="哪一版 / which edition")] = None,
    key: Annotated[
        Path | None,
        typer.Option(
            help="公布者的公钥，文件或文件夹；缺省为本机的 / the publisher's public key, a file or"
            " a folder; this home's if none"
        ),
    ] = None,
) -> None:
    """Say what is not as it was published."""
    from pipelines.cli.verifying import verify_editions

    verify_editions(what, number, key)


@app.command(
    help="复制网站的全部版本：只取新的，中断了接着取，逐一核对；有问题返回 1。"
    " / Copy every edition of a site: only what is new, going on where it was stopped, each one"
    " verified; exit 1 if not whole."
)
def mirror(
    url: Annotated[str, typer.Argument(help="网站的地址 / the site's address")],
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="存到哪里 / where to")],
    key: Annotated[
        Path | None,
        typer.Option(
            help="公布者的公钥，缺省第一次取网站的 / the publisher's key, else the site's"
        ),
    ] = None,
) -> None:
    """Keep a copy that can be checked without the site."""
    from pipelines.cli.mirroring import mirror_site

    mirror_site(url, folder, key)


@app.command(
    help="撤回一版：网址留下撤回说明（谁、何时、为什么、由哪一版代替），编号不再使用。"
    " / Withdraw an edition: a tombstone stays at its address, its number is never used again."
)
def withdraw(
    dataset: Annotated[str, typer.Argument(help="数据集 / dataset")],
    number: Annotated[int, typer.Argument(help="哪一版 / which edition")],
    reason: Annotated[str, typer.Option(help="为什么撤回，对外公开 / why, in Chinese; public")],
    reason_en: Annotated[str | None, typer.Option(help="原因的英文 / why, in English")] = None,
    replaced_by: Annotated[
        int | None, typer.Option(help="由哪一版代替 / the edition that replaces it")
    ] = None,
    decided_by: Annotated[
        str | None,
        typer.Option("--by", help="谁决定的，缺省为公开主体 / who decided, else the publisher"),
    ] = None,
    purge: Annotated[
        bool,
        typer.Option(
            "--purge", help="同时删除文件，不能恢复 / remove its files too; cannot be undone"
        ),
    ] = False,
) -> None:
    """Take an edition back; nothing else can."""
    from pipelines.cli.withdrawing import Request, withdraw_edition

    withdraw_edition(Request(dataset, number, reason, reason_en, replaced_by, decided_by, purge))


@app.command("new-key")
def new_key() -> None:
    """换一把签名的密钥，旧公钥保留。 / Sign with a new key from now on; old ones stay known."""
    from pipelines.cli.keying import make_key

    make_key()


@app.command()
def serve(
    port: Annotated[int, typer.Option(help="端口 / port")] = 8001,
    host: Annotated[str, typer.Option(help="地址 / address")] = "127.0.0.1",
) -> None:
    """打开网站。 / Open the site."""
    from pipelines.cli.serving import serve_site

    serve_site(host, port)
