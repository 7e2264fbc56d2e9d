import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from pipelines.exceptions import StoreError, WarehouseError
from pipelines.publication.states import CURRENT
from tests import SNAPSHOT_CSV, write
from tests.plain_line import CORRECTION, DATASET, FOLDER, TABLE, Line

SCHEMA = f"schemas/street-tree/{TABLE}.yaml"
DESCRIPTOR = f"{FOLDER}/datapackage.yaml"
SNAPSHOT = f"{FOLDER}/snapshots/2024.csv"
RULE = "schemas/street-tree/rules/class-is-sum-of-items.sql"
CLASS_ROW = "落叶树,3,1.50"


def bytes_of(home: Path) -> bytes:
    """Every byte of every file a run left: database, write-ahead log, editions."""
    return b"".join(path.read_bytes() for path in sorted(home.rglob("*")) if path.is_file())


def public_state(line: Line) -> dict[str, list[tuple]]:
    """What readers see of an edition and of its inspection."""
    tables = (TABLE, "edition", "change", "inspection", "finding", "rule_outcome", "resource")
    return {t: line.rows(f'select * from "{t}" order by rowid') for t in (*tables, "correction")}


def execute(line: Line, sql: str) -> None:
    with closing(sqlite3.connect(line.settings.warehouse)) as connection:
        connection.execute(sql)
        connection.commit()


def gain_remark(line: Line) -> None:
    path = line.root / SCHEMA
    gained = "  - {name: remark, title: 备注, title_en: Remark, description: 备注。,\n"
    gained += "     description_en: A remark., type: string}\n"
    path.write_text(path.read_text(encoding="utf-8") + gained, encoding="utf-8")


def with_remarks(remark: str) -> str:
    """The small snapshot with one more column."""
    title, unit, header, *rows = SNAPSHOT_CSV.splitlines()
    rows = [f"{row},{remark}" for row in rows if row]
    return "\n".join([f"{title},", f"{unit},", f"{header},备注", *rows, ""])


def test_edition_is_public_with_rows_record_inspection_and_resources(line: Line) -> None:
    (result,) = line.publish()

    assert (result.outcome, result.edition, result.row_count) == ("published", 1, 4)
    assert line.rows(
        f"select tree_code, source_row, snapshot from {TABLE} order by source_row"
    ) == [
        ("1", 4, "2024"),
        ("101", 5, "2024"),
        ("102", 6, "2024"),
        ("合计", 8, "2024"),
    ]
    assert line.rows("select dataset, number, snapshot, row_count, sha256 from edition") == [
        (DATASET, 1, "2024", 4, line.build().sha256)
    ]
    assert line.rows("select outcome, edition, encoding, error_count from inspection") == [
        ("published", 1, "utf-8", 0)
    ]
    assert line.rows("select table_name, unit, rounding_fen, row_count from resource") == [
        (TABLE, "万元", 10000, 4)
    ]
    assert line.rows("select latest_edition from dataset") == [(1,)]


def test_times_are_those_of_china(line: Line) -> None:
    line.publish()

    ((published,),) = line.rows("select published_at from edition")
    ((inspected,),) = line.rows("select inspected_at from inspection")
    assert published.endswith("+08:00")
    assert inspected.endswith("+08:00")


def test_amounts_are_text_in_yuan_with_an_exact_twin_in_fen(line: Line) -> None:
    largest = "9007199254740993.07"  # its fen are more than a double can hold
    text = f"单位：元,,,,\n类,项,树种名称,数量,养护费\n1,01,银杏,1,{largest}\n1,02,梧桐,2,-0.05\n"
    parents = text + "1,,落叶树,3,9007199254740993.02\n"
    write(line.root / SNAPSHOT, parents)

    (result,) = line.publish()

    assert result.outcome == "published", line.rows("select message from finding")
    columns = "care_amount, typeof(care_amount), care_amount_fen, typeof(care_amount_fen)"
    assert line.rows(f"select {columns} from {TABLE} order by tree_code") == [
        ("9007199254740993.02", "text", 900719925474099302, "integer"),
        (largest, "text", 900719925474099307, "integer"),
        ("-0.05", "text", -5, "integer"),
    ]


def test_codes_are_text_and_numbers_are_numbers(line: Line) -> None:
    line.publish()

    columns = ("fiscal_year", "tree_code", "tree_count", "line_level")
    kinds = ", ".join(f"typeof({c})" for c in columns)
    assert line.rows(f"select distinct {kinds} from {TABLE}") == [
        ("integer", "text", "integer", "text")
    ]


@pytest.mark.parametrize(
    "table", [TABLE, "edition", "change", "inspection", "finding", "rule_outcome", "resource"]
)
@pytest.mark.fault("N11")
def test_record_that_fails_at_any_table_leaves_all_as_it_was(line: Line, table: str) -> None:
    line.publish()
    before = public_state(line)
    line.edit(RULE, "severity: error", "severity: warning")
    line.edit(SNAPSHOT, CLASS_ROW, "落叶树,3,1.80")  # a finding, a change and an edition
    execute(
        line,
        f'create trigger refuse before insert on "{table}" begin select raise(abort, "no"); end',
    )

    with pytest.raises(IntegrityError):
        line.publish()

    assert public_state(line) == before
    assert line.rows("select latest_edition from dataset") == [(1,)]
    execute(line, "drop trigger refuse")
    (result,) = line.publish()
    assert (result.outcome, result.edition) == ("published", 2)


def test_fault_of_the_database_quotes_no_row(line: Line) -> None:
    line.publish()
    line.edit(SNAPSHOT, "梧桐,2", "梧桐,77177")
    execute(line, f"create trigger t before insert on {TABLE} begin select raise(abort, ''); end")

    with pytest.raises(IntegrityError) as fault:
        line.publish()

    assert "77177" not in str(fault.value)


def test_reader_sees_the_committed_state_while_a_run_writes(line: Line) -> None:
    line.publish()
    warehouse = line.warehouse
    table = warehouse.tables.table(TABLE)

    with warehouse.transaction() as connection:
        connection.execute(delete(table))
        during = line.rows(f"select count(*) from {TABLE}")

    assert during == [(4,)]
    assert line.rows(f"select count(*) from {TABLE}") == [(0,)]


def test_not_a_byte_of_a_refused_file_is_published_but_what_its_findings_quote(line: Line) -> None:
    gain_remark(line)
    text = with_remarks("树干有洞")
    write(line.root / SNAPSHOT, text.replace(CLASS_ROW, "落叶树,3,1.80"))

    (result,) = line.publish()

    assert (result.outcome, result.edition) == ("refused", None)
    assert line.rows("select value, expected from finding") == [("18000.00", "15000.00")]
    for table in (TABLE, "edition", "change", "resource"):
        assert line.rows(f"select count(*) from {table}") == [(0,)]
    published = bytes_of(line.home)
    assert "树干有洞".encode() not in published
    assert b"18000.00" in published


@pytest.mark.parametrize("cell", ["13912345678", "11010519491231002X"])
def test_personal_number_reaches_no_byte_of_any_file(line: Line, cell: str) -> None:
    line.publish()
    line.edit(SNAPSHOT, "银杏", f"张三 {cell}")

    (result,) = line.publish()

    assert result.outcome == "refused"
    assert cell.encode() not in bytes_of(line.home)
    assert ("no-personal-data",) in line.rows("select rule from finding")


def test_refused_file_leaves_the_last_good_edition(line: Line) -> None:
    line.publish()
    rows = line.rows(f"select * from {TABLE}")
    line.edit(SNAPSHOT, CLASS_ROW, "落叶树,3,1.80")

    (result,) = line.publish()

    assert (result.outcome, result.edition) == ("refused", 1)
    assert "第 1 版" in result.reason
    assert line.rows(f"select * from {TABLE}") == rows
    assert line.rows("select number from edition") == [(1,)]
    assert line.rows("select outcome, edition, error_count from inspection") == [("refused", 1, 1)]
    assert line.rows("select row_count from resource") == [(4,)]


def test_correction_of_the_last_good_edition_outlives_a_refused_file(line: Line) -> None:
    line.edit(SNAPSHOT, "梧桐,2,0.5", "梧桐,2,0.7")
    corrections = write(line.root / f"{FOLDER}/corrections.yaml", CORRECTION)
    line.publish()
    said = [(6, "E", "0.7", "0.5", "勘误，第 2 页")]
    query = 'select "row", "column", was, becomes, source from correction'
    assert line.rows(query) == said
    corrections.unlink()

    (result,) = line.publish()

    assert result.outcome == "refused"
    assert line.rows(query) == said


def test_finding_says_where_what_and_on_what_basis(line: Line) -> None:
    line.edit(SNAPSHOT, CLASS_ROW, "落叶树,3,1.80")

    line.publish()

    columns = "severity, rule, table_name, source_row, source_cell, field, value, expected"
    assert line.rows(f"select {columns}, difference_fen from finding") == [
        (
            *("error", "class-is-sum-of-items", TABLE, 4, "E4", "care_amount"),
            *("18000.00", "15000.00", 300000),
        )
    ]
    assert line.rows("select message, message_en, basis, basis_en from finding") == [
        (
            "18000.00，各项之和为 15000.00",
            "18000.00, its items add up to 15000.00",
            "养护办法第三条",
            "Care of Trees, art. 3",
        )
    ]


def test_basis_without_an_article_is_the_act_alone(line: Line) -> None:
    line.edit(RULE, "article: 第三条", "article: —")
    line.edit(RULE, "article_en: art. 3", "article_en: —")
    line.edit(SNAPSHOT, CLASS_ROW, "落叶树,3,1.80")

    line.publish()

    assert line.rows("select basis, basis_en from finding") == [("养护办法", "Care of Trees")]


def test_finding_of_a_code_rests_on_its_code_list(line: Line) -> None:
    line.edit(SNAPSHOT, "1,02,梧桐", "1,09,梧桐")

    line.publish()

    query = "select basis, basis_en from finding where rule = 'code-is-listed'"
    assert line.rows(query) == [
        ("树木名录（树种 2024：树木名录）", "List of trees (Kind of tree 2024: 树木名录)")
    ]


def test_message_shows_a_difference_in_yuan_and_a_dash_for_what_is_missing(line: Line) -> None:
    line.edit(RULE, "{value}，各项之和为 {expected}", "{table} {row} {field} {difference} {detail}")
    line.edit(SNAPSHOT, CLASS_ROW, "落叶树,3,100000001.50")

    line.publish()

    assert line.rows("select message from finding where rule like 'class%'") == [
        ("行道树养护 4 养护费 1,000,000,000,000.00 元",)
    ]


def test_second_inspection_replaces_the_findings_of_the_first(line: Line) -> None:
    line.edit(SNAPSHOT, CLASS_ROW, "落叶树,3,1.80")
    line.publish()
    line.publish()
    assert line.rows("select count(*) from finding") == [(1,)]
    line.edit(SNAPSHOT, "落叶树,3,1.80", CLASS_ROW)

    (result,) = line.publish()

    assert result.outcome == "published"
    assert line.rows("select count(*) from finding") == [(0,)]
    assert line.rows("select count(*) from inspection") == [(1,)]
    assert line.rows("select outcome from rule_outcome where rule like 'class%'") == [("holds",)]
    assert b"18000.00" not in (line.settings.public / CURRENT).read_bytes()


def test_file_received_again_makes_an_inspection_and_no_edition(line: Line) -> None:
    line.publish()

    (result,) = line.publish()

    assert (result.outcome, result.edition) == ("unchanged", 1)
    assert line.rows("select number from edition") == [(1,)]
    assert not (line.settings.editions / DATASET / "2").exists()
    assert line.rows("select count(*) from change") == [(0,)]


def test_what_is_said_of_an_edition_stays_when_its_file_comes_again_written_otherwise(
    line: Line,
) -> None:
    line.edit(SNAPSHOT, "合计,,,3,1.5", "合计,,,3,1.5\n注：不含苗木。,,,,")
    write(line.root / f"{FOLDER}/corrections.yaml", CORRECTION)
    line.edit(SNAPSHOT, "梧桐,2,0.5", "梧桐,2,0.7")
    line.publish()
    before = public_state(line)
    assert before["correction"]
    (line.root / f"{FOLDER}/corrections.yaml").unlink()
    in_yuan = SNAPSHOT_CSV.replace("万元", "元").replace("1.50", "15000.00")
    in_yuan = in_yuan.replace("1.00", "10000").replace("0.5", "5000").replace("1.5\n", "15000\n")
    write(line.root / SNAPSHOT, in_yuan)

    (result,) = line.publish()

    assert (result.outcome, result.edition) == ("unchanged", 1)
    after = public_state(line)
    assert {name for name in before if before[name] != after[name]} == {"inspection"}


def test_changes_of_an_edition_are_kept_when_the_next_one_comes(line: Line) -> None:
    line.publish()
    for old, new in (("2,0.5", "7,0.5"), ("银杏,1,1.00", "银杏,9,1.00")):
        line.edit(SNAPSHOT, old, new)
        line.publish()

    assert line.rows('select edition, "key", kind, field, old, new from change') == [
        (2, "fiscal_year=2024;tree_code=102", "changed", "tree_count", "2", "7"),
        (3, "fiscal_year=2024;tree_code=101", "changed", "tree_count", "1", "9"),
    ]


def test_changed_amount_is_published_with_its_difference(line: Line) -> None:
    line.publish()
    for old, new in (
        ("2,0.5", "2,0.7"),
        (CLASS_ROW, "落叶树,3,1.70"),
        ("合计,,,3,1.5", "合计,,,3,1.7"),
    ):
        line.edit(SNAPSHOT, old, new)

    line.publish()

    assert line.rows("select old, new, difference_fen from change order by id") == [
        ("15000.00", "17000.00", 200000),
        ("5000.00", "7000.00", 200000),
        ("15000.00", "17000.00", 200000),
    ]


def test_result_counts_what_an_edition_changes(line: Line) -> None:
    (first,) = line.publish()
    line.edit(SNAPSHOT, "1,02,梧桐,2,0.5\n", "")
    line.edit(SNAPSHOT, "银杏,1,1.00", "银杏,3,1.50")

    (second,) = line.publish()
    (third,) = line.publish()

    assert first.reason == "第 1 版，首版"
    assert second.reason == "第 2 版，删除 1 行，改动 2 格"
    assert third.reason == "与第 2 版相同，不另出版本"


def test_partition_replaces_only_its_own_rows(line: Line) -> None:
    line.add_snapshot("2025", SNAPSHOT_CSV, partition=True)
    line.publish()
    line.edit(f"{FOLDER}/snapshots/2025.csv", "梧桐,2", "梧桐,7")

    line.publish("2025")

    query = f"select fiscal_year, snapshot, sum(tree_count) from {TABLE} group by 1, 2"
    assert line.rows(query) == [(2024, "2024", 9), (2025, "2025", 14)]
    assert line.rows("select number, snapshot, row_count from edition") == [
        (1, "2024", 4),
        (2, "2025", 8),
        (3, "2025", 8),
    ]


def add_table(line: Line, *, key: str) -> None:
    """Give the family a second table of the same columns, the year under another name."""
    text = (line.root / SCHEMA).read_text(encoding="utf-8")
    text = text.replace(TABLE, "bush_line").replace("fiscal_year", key)
    write(line.root / "schemas/street-tree/bush_line.yaml", text)


def test_partition_need_not_be_a_key_of_tables_the_dataset_does_not_hold(line: Line) -> None:
    add_table(line, key="planted_year")
    line.edit(DESCRIPTOR, "snapshots:", "partition: [fiscal_year]\nsnapshots:")

    (result,) = line.publish()

    assert result.outcome == "published"


@pytest.mark.parametrize("partition", ["", "partition: [fiscal_year]\n"])
def test_table_the_dataset_no_longer_holds_is_gone_with_the_next_edition(
    line: Line, partition: str
) -> None:
    add_table(line, key="fiscal_year")
    line.edit(DESCRIPTOR, "snapshots:", f"{partition}snapshots:")
    bushes = "  - {table: bush_line, columns: {tree_code: [类, 项], tree_name: 树种名称}}\n"
    line.edit(DESCRIPTOR, "resources:\n", f"resources:\n{bushes}")
    line.publish()
    assert line.rows("select count(*) from bush_line") == [(4,)]
    line.edit(DESCRIPTOR, bushes, "")

    (result,) = line.publish()

    assert (result.outcome, result.edition) == ("published", 2)
    assert line.rows("select count(*) from bush_line") == [(0,)]
    assert line.rows("select table_name from resource") == [(TABLE,)]


def test_undivided_dataset_is_replaced_whole(line: Line) -> None:
    line.add_snapshot("2025", SNAPSHOT_CSV)

    line.publish()

    assert line.rows(f"select distinct fiscal_year from {TABLE}") == [(2025,)]


def test_field_the_schema_gains_is_added_to_the_table(line: Line) -> None:
    line.publish()
    gain_remark(line)
    line.warehouse.prepare(line.settings.editions)
    assert line.rows(f"select distinct remark from {TABLE}") == [(None,)]
    write(line.root / SNAPSHOT, with_remarks("新植"))

    (result,) = line.publish()

    assert result.outcome == "published", line.rows("select message from finding")
    assert line.rows(f"select distinct remark from {TABLE}") == [("新植",)]
    assert line.rows("select title from field where name = 'remark'") == [("备注",)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("primaryKey: [fiscal_year, tree_code]", "primaryKey: [fiscal_year, tree_code, tree_name]"),
        ("primaryKey: [fiscal_year, tree_code]", "primaryKey: [tree_code]"),
        ("type: integer, unit: 棵", "type: string, unit: 棵"),
        ("type: number, unit: 元", "type: number, unit: 吨"),
    ],
)
def test_table_of_another_shape_is_refused_and_stays_as_it_was(
    line: Line, old: str, new: str
) -> None:
    line.publish()
    before = public_state(line)
    line.edit(SCHEMA, old, new)

    with pytest.raises(WarehouseError, match=f"table {TABLE}.*SUNLEDGER_HOME"):
        line.warehouse.prepare(line.settings.editions)

    assert public_state(line) == before


def test_key_that_gains_a_field_is_refused(line: Line) -> None:
    line.publish()
    gain_remark(line)
    line.edit(SCHEMA, "tree_code]", "tree_code, remark]")

    with pytest.raises(WarehouseError, match=TABLE):
        line.warehouse.prepare(line.settings.editions)


def test_editions_without_their_warehouse_are_not_published_over(line: Line) -> None:
    line.publish()
    line.settings.warehouse.unlink()

    with pytest.raises(StoreError, match="is missing"):
        line.publish()

    assert not line.settings.warehouse.exists()


@pytest.mark.parametrize("name", [f"{TABLE}.csv", "datapackage.json"])
def test_edition_that_lost_a_file_is_not_built_upon(line: Line, name: str) -> None:
    line.publish()
    (line.settings.editions / DATASET / "1" / name).unlink()

    with pytest.raises(StoreError, match="edition 1"):
        line.publish()


def test_edition_that_was_tampered_with_is_not_built_upon(line: Line) -> None:
    line.add_snapshot("2025", SNAPSHOT_CSV, partition=True)
    line.publish("2024")
    path = line.settings.editions / DATASET / "1" / f"{TABLE}.csv"
    write(path, path.read_bytes().replace(b"10000.00", b"90000.00"))

    with pytest.raises(StoreError, match="edition 1"):
        line.publish("2025")

    assert line.rows("select number from edition") == [(1,)]


def test_label_table_has_one_row_a_code_and_the_code_table_all_entries(line: Line) -> None:
    codes = "schemas/codelists/tree-kind.csv"
    line.edit(codes, "102,1,item,梧桐,Plane,2020,,", "102,1,item,桐树,Old,2010,2019,")
    path = line.root / codes
    path.write_text(
        f"{path.read_text(encoding='utf-8')}102,1,item,梧桐,Plane,2020,,true,树木名录\n"
    )

    line.warehouse.prepare(line.settings.editions)

    assert line.rows(
        "select code, label, level, parent, valid_from from tree_kind order by code"
    ) == [
        ("1", "1 落叶树", "class", None, 2020),
        ("101", "101 银杏", "item", "1", 2020),
        ("102", "102 梧桐", "item", "1", 2020),
    ]
    assert line.rows("select name, valid_from, valid_to from code where code = '102'") == [
        ("桐树", 2010, 2019),
        ("梧桐", 2020, None),
    ]


def test_what_the_repository_says_is_replaced_and_what_was_published_is_kept(line: Line) -> None:
    line.publish()
    (line.root / RULE).unlink()
    line.edit(DESCRIPTOR, "title: 榆树镇行道树", "title: 榆树镇的树")

    line.warehouse.prepare(line.settings.editions)

    assert line.rows("select name from rule where family is not null") == []
    assert line.rows("select title, latest_edition from dataset") == [("榆树镇的树", 1)]
    assert line.rows(f"select count(*) from {TABLE}") == [(4,)]


def test_dictionary_gives_every_field_its_meaning_unit_and_code_list(line: Line) -> None:
    line.warehouse.prepare(line.settings.editions)

    query = "select name, type, unit, codelist from field where name in (?, ?) order by name"
    assert line.rows(query, "care_amount", "tree_code") == [
        ("care_amount", "number", "元", None),
        ("tree_code", "string", None, "tree-kind"),
    ]


def test_database_is_sound_and_refers_only_to_what_is_there(line: Line) -> None:
    line.edit(SNAPSHOT, "梧桐,2", "悬铃木,2")
    line.publish()

    assert line.rows("pragma integrity_check") == [("ok",)]
    broken = {row[0] for row in line.rows("pragma foreign_key_check")}
    assert broken <= {TABLE}  # a total has no code in the list
