from pipelines.publication.keys import known_keys, signing_key
from tests.cli.conftest import Run
from tests.plain_line import Line


def test_new_key_signs_from_now_on_and_the_old_one_stays_known(run: Run, line: Line) -> None:
    folder = line.settings.keys
    old = signing_key(folder).public

    result = run("new-key")

    new = signing_key(folder).public
    assert result.exit_code == 0
    assert new.name in result.output
    assert set(known_keys(folder)) == {old.id, new.id}


def test_key_that_cannot_be_read_is_not_replaced(run: Run, line: Line) -> None:
    signing_key(line.settings.keys)
    (line.settings.keys / "sunledger.key").write_text("damaged")

    result = run("new-key")

    assert result.exit_code == 2
    assert (line.settings.keys / "sunledger.key").read_text() == "damaged"
