from pipelines.intake.row_kinds import RowKinds

KINDS = RowKinds(6, {0: "title", 1: "header", 4: "note"})


def test_rows_are_data_but_for_those_that_are_said_not_to_be() -> None:
    assert [*KINDS] == ["title", "header", "data", "data", "note", "data"]
    assert KINDS[3:] == ["data", "note", "data"]
    assert KINDS.called("note") == [4]


def test_data_of_a_stretch_are_told() -> None:
    assert KINDS.are_data(1, 4).tolist() == [False, True, True, False]
    assert KINDS.are_data(5, 0).tolist() == []
