"""Writes a form to be filled in."""

from pathlib import Path

from pipelines.cli.checking import load
from pipelines.cli.console import say, stop
from pipelines.cli.naming import named_table
from pipelines.exceptions import SunledgerError, UsageError
from pipelines.template.columns import DECIMALS
from pipelines.template.workbook import Wanted, write_template


def write_form(name: str, output: Path | None, year: int | None, unit: str) -> None:
    """Write the form of a family or a table; a file that is there already is never replaced."""
    catalogue = load()
    try:
        family, table = named_table(name, catalogue)
        if unit not in DECIMALS:
            raise UsageError(f"没有这个单位 no unit {unit}：{'、'.join(DECIMALS)}")
        target = output or Path(f"{table or family}{f'-{year}' if year else ''}.xlsx")
        wanted = Wanted(catalogue.families[family], table, year, unit)
        data = write_template(wanted, catalogue)
        with target.open("xb") as file:
            file.write(data)
    except FileExistsError:
        stop(UsageError(f"已经有这个文件，不覆盖 it exists and is not replaced: {target}"))
    except (SunledgerError, OSError) as error:
        stop(error)
    say(f"表样 form: {target}（填好后 then: ./run inspect {target}）")
