"""How long the rules on department budgets take over a million rows: `python -m benchmarks.rules`.

The rows are staged as an inspection stages them, every year of every department as a snapshot of
its own, and each query is run to its last row. Rules that look at what is published find it among
the same rows.
"""

import argparse
import os
import platform
import sqlite3
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, Table, insert

from benchmarks.budgets import FAMILY, Budget, Row, budgets
from benchmarks.page import PAGE, write_figures
from pipelines.catalogue import load_catalogue
from pipelines.database import open_staging, take_statistics
from pipelines.inspection.functions import FUNCTIONS
from pipelines.model import Rule, Schema
from pipelines.records import code_rows, parameter_rows, required_rows
from pipelines.settings import REPOSITORY
from pipelines.tables import Tables

ROWS = 1_000_000
SHOWN = 10
_BATCH = 50_000


@dataclass(frozen=True)
class Timed:
    """A rule, the rows its query gave, and how long that took: by the clock, of the processor."""

    rule: str
    row_count: int
    seconds: float
    processor_seconds: float


def main() -> None:
    """Stage the rows, run the rules, print what each took; with `--write`, on the page as well."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, default=ROWS, help="how many rows to stage")
    arguments.add_argument("--write", action="store_true", help=f"write the figures into {PAGE}")
    given = arguments.parse_args()
    tables = Tables(load_catalogue(REPOSITORY / "schemas", REPOSITORY / "datasets"))
    engine = open_staging(FUNCTIONS)
    begin = time.perf_counter()
    staged = stage_budgets(engine, tables, given.rows)
    print(f"staged {staged.total():,} rows in {time.perf_counter() - begin:.1f} s")
    timed = time_rules(engine, tables)
    for each in sorted(timed, key=lambda t: -t.seconds):
        print(f"{each.seconds:7.3f} s {each.row_count:>9,} {each.rule}")
    print(f"{sum(t.seconds for t in timed):7.3f} s for {len(timed)} rules")
    if given.write:
        write_figures("rules", figures(staged, timed))


def figures(staged: Counter[str], timed: Sequence[Timed]) -> str:
    """How long all took together, on which machine, and the slowest."""
    total, processor = (sum(t.seconds for t in timed), sum(t.processor_seconds for t in timed))
    filled = sum(map(bool, staged.values()))
    slowest = sorted(timed, key=lambda t: -t.seconds)[:SHOWN]
    said = (
        f"{staged.total():,} 行，{filled} 张表；{len(timed)} 条规则共 {total:.1f} 秒，"
        f"其中处理器时间 **{processor:.1f} 秒**。 "
        f"{staged.total():,} rows in {filled} tables; {len(timed)} rules take {total:.1f} s "
        f"together, **{processor:.1f} s** of them on the processor, which others may be using too.",
        f"{_machine()}；最慢的 {SHOWN} 条 · the {SHOWN} slowest:",
        "| 规则 rule | 秒 s | 处理器 processor | 选出的行 rows it gave |\n"
        "| --- | ---: | ---: | ---: |\n" + "\n".join(map(_line, slowest)),
    )
    return "\n\n".join(said)


def _line(timed: Timed) -> str:
    seconds = f"{timed.seconds:.2f} | {timed.processor_seconds:.2f}"
    return f"| `{timed.rule}` | {seconds} | {timed.row_count:,} |"


def _machine() -> str:
    versions = f"Python {platform.python_version()}，SQLite {sqlite3.sqlite_version}"
    return f"{os.cpu_count()} 核 cores，{platform.machine()}，{platform.system()}，{versions}"


def stage_budgets(engine: Engine, tables: Tables, rows: int) -> Counter[str]:
    """Stage whole budgets until there are that many rows; how many each table has."""
    schemas = tables.catalogue.families[FAMILY].schemas
    tables.metadata.create_all(engine)
    staged: Counter[str] = Counter()
    with engine.begin() as connection:
        waiting: dict[str, list[tuple]] = defaultdict(list)
        for budget in budgets(tables.catalogue):
            for name, listed in budget.tables.items():
                waiting[name] += _database_rows(schemas[name], budget, listed)
                staged[name] += len(listed)
                if len(waiting[name]) > _BATCH:
                    _insert(connection, tables.table(name), waiting.pop(name))
            connection.execute(insert(tables.table("resource")), _resources(budget))
            if staged.total() >= rows:
                break
        for name, listed in waiting.items():
            _insert(connection, tables.table(name), listed)
        for name, made in (
            ("required_table", required_rows),
            ("code", code_rows),
            ("parameter", parameter_rows),
        ):
            connection.execute(insert(tables.table(name)), made(tables.catalogue))
        take_statistics(connection)
    return staged


def time_rules(engine: Engine, tables: Tables) -> list[Timed]:
    """Every rule of the family run once over all rows."""
    with engine.connect() as connection:
        rules = tables.catalogue.families[FAMILY].rules.values()
        return [_timed(connection, rule) for rule in rules]


def _timed(connection: Connection, rule: Rule) -> Timed:
    begin, begun = time.perf_counter(), time.process_time()
    found = connection.exec_driver_sql(rule.query()).fetchall()
    processor = time.process_time() - begun
    return Timed(rule.name, len(found), time.perf_counter() - begin, processor)


def _insert(connection: Connection, table: Table, rows: list[tuple]) -> None:
    if rows:  # by position, as the driver takes them: a row of names for each would take longer
        connection.exec_driver_sql(str(insert(table).compile(connection)), rows)


def _database_rows(schema: Schema, budget: Budget, rows: Iterable[Row]) -> Iterable[tuple]:
    for number, row in enumerate(rows, start=8):
        cells: list[object] = [budget.dataset]
        for field in schema.fields:
            value = row.get(field.name)
            cells.append(_yuan(value) if field.is_money and isinstance(value, int) else value)
            cells += [value] if field.is_money else []
        yield (*cells, str(budget.year), number)


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02}"


def _resources(budget: Budget) -> list[Row]:
    return [
        {
            "dataset": budget.dataset,
            "snapshot": str(budget.year),
            "table_name": name,
            "family": FAMILY,
            "unit": "元",
            "rounding_fen": 100,
            "row_count": len(rows),
            "note": None if rows else "本表为空表",
        }
        for name, rows in budget.tables.items()
    ]


if __name__ == "__main__":
    main()
