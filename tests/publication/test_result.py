from tests.plain_line import FOLDER, Line

SNAPSHOT = f"{FOLDER}/snapshots/2024.csv"


def test_the_first_edition_is_told_in_both_languages(line: Line) -> None:
    (result,) = line.publish()

    assert (result.outcome, result.edition) == ("published", 1)
    assert (result.reason, result.reason_en) == ("第 1 版，首版", "edition 1: the first")


def test_what_a_later_edition_changed_is_counted(line: Line) -> None:
    line.publish()
    line.edit(SNAPSHOT, "1,01,银杏,1,1.00", "1,01,银杏,2,1.00")

    (result,) = line.publish()

    assert result.reason == "第 2 版，改动 1 格"
    assert result.reason_en == "edition 2: 1 cells changed"


def test_nothing_new_is_told(line: Line) -> None:
    line.publish()

    (result,) = line.publish()

    assert result.outcome == "unchanged"
    assert result.reason_en == "the same as edition 1, no new one"


def test_a_refused_file_leaves_the_last_edition(line: Line) -> None:
    line.publish()
    line.edit(SNAPSHOT, "落叶树,3,1.50", "落叶树,3,1.80")

    (result,) = line.publish()

    assert (result.outcome, result.edition, result.errors) == ("refused", 1, 1)
    assert result.reason == "1 处错误，未发布，仍为第 1 版"
    assert result.reason_en == "1 errors, not published; edition 1 stays"
