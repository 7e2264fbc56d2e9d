"""Builders the tests share: a small repository of two tables that exists nowhere else."""

from pathlib import Path

CODELIST_YAML = """\
name: tree-kind
title: 树种
title_en: Kind of tree
description: 行道树的分类。
description_en: A classification of street trees.
levels: [class, item]
level_titles: [类, 项]
digits: [1, 2]
coverage:
  - {from: 2020, to: 2030, complete: true, source: 树木名录}
basis: 树木名录
basis_en: List of trees
"""
CODELIST_CSV = """\
code,parent,level,name,name_en,valid_from,valid_to,verified,source
1,,class,落叶树,Deciduous,2020,,true,树木名录
101,1,item,银杏,Ginkgo,2020,,true,树木名录
102,1,item,梧桐,Plane,2020,,true,树木名录
"""
FAMILY_YAML = """\
name: street-tree
title: 行道树
title_en: Street trees
description: 街道种植的树木及养护费用。
description_en: Trees planted along streets and what their care costs.
"""
SCHEMA_YAML = """\
name: tree_line
title: 行道树养护
title_en: Care of street trees
description: 每种树木的数量和养护费用。
description_en: How many trees of each kind there are and what their care costs.
primaryKey: [fiscal_year, tree_code]
missingValues: ["", "—"]
totals: [合计]
facets: [line_level]
fields:
  - {name: fiscal_year, title: 年度, title_en: Fiscal year, description: 预算年度。,
     description_en: Fiscal year., type: integer, constraints: {required: true}}
  - {name: tree_code, title: 树种编码, title_en: Code, description: 树种的编码。,
     description_en: Code of the kind of tree., type: string,
     constraints: {required: true, pattern: "^(合计|[0-9]{1,3})$"},
     classification: {codelist: tree-kind, name: tree_name, year: fiscal_year, parents: true}}
  - {name: tree_name, title: 树种, title_en: Name, description: 树种的名称。,
     description_en: Name of the kind of tree., type: string}
  - {name: line_level, title: 级次, title_en: Level, description: 编码的级次。,
     description_en: Level of the code., type: string, role: level, of: tree_code,
     constraints: {required: true, enum: [total, class, item]}}
  - {name: tree_count, title: 数量, title_en: Count, description: 树木数量。,
     description_en: Number of trees., type: integer, unit: 棵}
  - {name: care_amount, title: 养护费, title_en: Care, description: 养护费用。,
     description_en: Cost of care., type: number, unit: 元, constraints: {required: true}}
"""
RULE_SQL = """\
-- title: 类等于各项之和
-- title_en: A class is the sum of its items
-- severity: error
-- tables: [tree_line]
-- basis: 养护办法
-- basis_en: Care of Trees
-- article: 第三条
-- article_en: art. 3
-- since: 2020-01-01
-- why: 合计与明细不符，费用就说不清楚。
-- why_en: A total that differs from its parts explains nothing.
-- message: "{value}，各项之和为 {expected}"
-- message_en: "{value}, its items add up to {expected}"
select p.dataset, p.snapshot, '{table}' as table_name, p.source_row, 'care_amount' as field,
       p.care_amount as value, printf('%.2f', sum(c.care_amount_fen) / 100.0) as expected,
       p.care_amount_fen - sum(c.care_amount_fen) as difference
from {table} p
join {table} c on c.dataset = p.dataset and c.snapshot = p.snapshot
  and c.fiscal_year = p.fiscal_year and c.line_level = 'item'
where p.line_level = 'class' and substr(c.tree_code, 1, 1) = p.tree_code
group by p.dataset, p.snapshot, p.source_row
having difference <> 0
"""
DATAPACKAGE_YAML = """\
name: elm-town-trees
family: street-tree
title: 榆树镇行道树
title_en: Street trees of Elm Town
description: 示例数据集。
description_en: An example dataset.
publisher: {name: 榆树镇, name_en: Elm Town}
sources: [{title: 养护费用表, page: "1"}]
cadence: annual
revision: {reason: 示例随时修订, reason_en: The example is revised at any time}
snapshots:
  - {path: snapshots/2024.csv, date: 2024-03-01, constants: {fiscal_year: 2024}}
resources:
  - table: tree_line
    columns: {tree_code: [类, 项], tree_name: 树种名称}
"""
SNAPSHOT_CSV = """\
养护费用表,,,,
编制单位：榆树镇,,,,单位：万元
类,项,树种名称,数量,养护费
1,,落叶树,3,1.50
1,01,银杏,1,1.00
1,02,梧桐,2,0.5

合计,,,3,1.5
"""
METADATA_YML = "title: 示例\ntitle_en: Example\n"


def make_repository(root: Path) -> Path:
    """A repository with one code list, one family with a rule, and one dataset of one snapshot."""
    files = {
        "metadata.yml": METADATA_YML,
        "schemas/codelists/tree-kind.yaml": CODELIST_YAML,
        "schemas/codelists/tree-kind.csv": CODELIST_CSV,
        "schemas/street-tree/family.yaml": FAMILY_YAML,
        "schemas/street-tree/tree_line.yaml": SCHEMA_YAML,
        "schemas/street-tree/rules/class-is-sum-of-items.sql": RULE_SQL,
        "datasets/elm-town-trees/datapackage.yaml": DATAPACKAGE_YAML,
        "datasets/elm-town-trees/snapshots/2024.csv": SNAPSHOT_CSV,
    }
    for name, text in files.items():
        write(root / name, text)
    (root / "schemas/reasons.yaml").write_bytes((REPOSITORY / "schemas/reasons.yaml").read_bytes())
    checks = root / "schemas/checks"
    checks.mkdir(parents=True)
    for path in (REPOSITORY / "schemas/checks").glob("*.yaml"):
        (checks / path.name).write_bytes(path.read_bytes())
    return root


REPOSITORY = Path(__file__).resolve().parent.parent


def write(path: Path, text: str | bytes) -> Path:
    """The file, written with the folders it needs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return path
