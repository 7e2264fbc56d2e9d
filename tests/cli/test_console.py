import pytest
import typer

from pipelines.cli import console


def test_a_command_that_stops_says_why_and_ends_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as stopped:
        console.stop(ValueError("[b]坏了[/b]"))

    assert stopped.value.exit_code == 2
    assert "[b]坏了[/b]" in capsys.readouterr().err


def test_lines_are_printed_as_they_stand(capsys: pytest.CaptureFixture[str]) -> None:
    long = "很长" * 200
    console.say(f"[red]{long}")
    console.note("[旁边]")

    shown = capsys.readouterr()
    assert shown.out == f"[red]{long}\n"
    assert shown.err == "[旁边]\n"


@pytest.mark.parametrize(("columns", "width"), [(None, 180), ("90", 90)])
def test_tables_have_room_where_nobody_states_a_width(
    monkeypatch: pytest.MonkeyPatch, columns: str | None, width: int
) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    if columns:
        monkeypatch.setenv("COLUMNS", columns)
    assert console.wide().width in (width, console.out.width)
