"""A small repository in which something of every kind is not for the public."""

import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment

from tests import METADATA_YML, REPOSITORY, write
from tests.plain_line import Line

DATASET = "north-harbour-fair"
FOLDER = f"datasets/{DATASET}"
OPENING = "2025-06-13 18:00"
HEADER = (
    *("编号", "公开日期", "摊位", "开标时间", "报名单位", "报名家数", "费用"),
    *("payee_acct_no", "联系人", "联系电话"),
)
# Each must reach nobody: by the reason for which it is kept back.
CANARIES = {
    "withheld field": "账号甲乙丙丁戊",
    "limited field": "欧阳钦差",
    "column the dataset withholds": "七七四十九号分机",
    "embargoed cell": "封存投标商行",
    "embargoed count": "48151",
    "limited table": "内部备忘一则",
    "withheld row": "退回来的摊位名",
    "hidden sheet": "隐藏工作表里的话",
    "comment": "批注里的话",
    "document property": "文件属性里的人",
}
ROWS: tuple[tuple, ...] = (
    ("S1", "2025-06-01", "糖画", OPENING, CANARIES["embargoed cell"], 48151, 100, "账号甲乙丙丁戊"),
    ("S2", "2025-06-01", "面人", "2025-05-01 09:00", "早已开标的商行", 3, 250.5, None),
    ("S3", "2025-06-01", CANARIES["withheld row"], "2025-05-01 09:00", None, None, 0, None),
)
FAMILY_YAML = """\
name: fair
title: 庙会
title_en: Fair
description: 庙会摊位及其费用。
description_en: Stalls of a fair and what they cost.
"""
STALL_YAML = """\
name: stall
title: 摊位
title_en: Stalls
description: 每个摊位的报名和费用。
description_en: Who asked for each stall, and its fee.
primaryKey: [stall_id]
onError: withhold
fields:
  - {name: stall_id, title: 编号, title_en: Number, description: 摊位的编号。,
     description_en: Number of the stall., type: string, constraints: {required: true}}
  - {name: publish_date, title: 公开日期, title_en: Published, description: 公开的日期。,
     description_en: Day of publication., type: date, constraints: {required: true}}
  - {name: stall_name, title: 摊位, title_en: Stall, description: 摊位的名称。,
     description_en: Name of the stall., type: string}
  - {name: opened_at, title: 开标时间, title_en: Opening, description: 开标的时间。,
     description_en: When bids are opened., type: string, role: minute}
  - {name: applicant_names, title: 报名单位, title_en: Applicants, description: 报名的单位。,
     description_en: Who applied., type: string, disclosure: {public_from: opened_at},
     because: 开标前保密, because_en: Secret before the opening}
  - {name: applicant_count, title: 报名家数, title_en: How many, description: 报名家数。,
     description_en: How many applied., type: integer, disclosure: {public_from: opened_at},
     because: 开标前保密, because_en: Secret before the opening}
  - {name: fee_amount, title: 费用, title_en: Fee, description: 摊位费。,
     description_en: Fee of the stall., type: number, unit: 元, constraints: {required: true}}
  - {name: account_text, title: 收款账号, title_en: Account, description: 收款的账号。,
     description_en: Account of the payee., type: string, labels: [payee_acct_no],
     disclosure: withheld, because: 银行账号不公开, because_en: Bank accounts are not public}
  - {name: contact_name, title: 联系人, title_en: Contact, description: 联系人。,
     description_en: Whom to ask., type: string,
     disclosure: limited, because: 仅供办事人员, because_en: For the staff only}
"""
MEMO_YAML = """\
name: stall_memo
title: 备忘
title_en: Memos
description: 内部备忘。
description_en: Internal memos.
primaryKey: [memo_id]
disclosure: limited
because: 内部事务信息
because_en: Internal affairs
fields:
  - {name: memo_id, title: 序号, title_en: Number, description: 序号。,
     description_en: Number., type: string, constraints: {required: true}}
  - {name: memo_text, title: 内容, title_en: Text, description: 内容。,
     description_en: Text., type: string}
"""
RULE_SQL = """\
-- title: {title}
-- title_en: {title}
-- severity: {severity}
-- tables: [{tables}]
-- basis: 庙会管理办法
-- basis_en: Rules on Fairs
-- article: 第二条
-- article_en: art. 2
-- since: 2020-01-01
-- why: 示例。
-- why_en: An example.
-- message: "{{row}} 行：{{value}}，{{expected}}，{{difference}}"
-- message_en: "row {{row}}: {{value}}, {{expected}}, {{difference}}"
select s.dataset, s.snapshot, '{table}' as table_name, s.source_row, {selected}
from {table} s
where {where}
"""
RULES = {
    "fee-is-due": {
        "severity": "error",
        "table": "stall",
        "selected": "'fee_amount' as field, s.fee_amount as value, s.stall_name as expected, "
        "s.fee_amount_fen as difference",
        "where": "s.fee_amount_fen = 0",
    },
    "account-is-given": {
        "severity": "warning",
        "table": "stall",
        "selected": "'account_text' as field, s.account_text as value, null as expected, "
        "null as difference",
        "where": "s.account_text is null or s.account_text not like '6%'",
    },
    # A rule that quotes what it should not, in the finding of another field.
    "stall-tells-too-much": {
        "severity": "warning",
        "table": "stall",
        "selected": "'stall_name' as field, s.stall_name || s.applicant_names as value, "
        "s.account_text || '/' || s.contact_name as expected, null as difference",
        "where": "s.account_text is not null",
    },
    "memo-is-short": {
        "severity": "warning",
        "table": "stall_memo",
        "selected": "'memo_text' as field, s.memo_text as value, null as expected, "
        "null as difference",
        "where": "1",
    },
}
DATAPACKAGE_YAML = f"""\
name: {DATASET}
family: fair
title: 北港庙会
title_en: Fair of North Harbour
description: 示例数据集。
description_en: An example dataset.
publisher: {{name: 北港, name_en: North Harbour}}
sources: [{{title: 庙会台账}}]
cadence: irregular
revision: {{reason: 示例随时修订, reason_en: The example is revised at any time}}
snapshots:
  - {{path: snapshots/2025-06.xlsx, date: 2025-06-01}}
resources:
  - table: stall
    sheet: 摊位
    unit: 元
    withhold:
      - {{label: 联系电话, because: 个人电话, because_en: Private telephones}}
  - {{table: stall_memo, sheet: 备忘}}
"""


def make_fair(root: Path, rows: Sequence[Sequence] = ROWS) -> Path:
    """The repository, with one workbook."""
    files: Mapping[str, str | bytes] = {
        "metadata.yml": METADATA_YML,
        "schemas/fair/family.yaml": FAMILY_YAML,
        "schemas/fair/stall.yaml": STALL_YAML,
        "schemas/fair/stall_memo.yaml": MEMO_YAML,
        f"{FOLDER}/datapackage.yaml": DATAPACKAGE_YAML,
        f"{FOLDER}/snapshots/2025-06.xlsx": workbook(rows),
        "schemas/reasons.yaml": (REPOSITORY / "schemas/reasons.yaml").read_bytes(),
    }
    for name, text in files.items():
        write(root / name, text)
    for name, rule in RULES.items():
        sql = RULE_SQL.format(title=name, tables=rule["table"], **rule)
        write(root / f"schemas/fair/rules/{name}.sql", sql)
    for path in (REPOSITORY / "schemas/checks").glob("*.yaml"):
        write(root / "schemas/checks" / path.name, path.read_bytes())
    return root


def workbook(rows: Sequence[Sequence]) -> bytes:
    """The stalls and a memo, beside a hidden sheet, a comment and a property of the document."""
    book = Workbook()
    book.properties.creator = CANARIES["document property"]
    stalls = book.active
    stalls.title = "摊位"
    stalls.append(HEADER)
    for number, row in enumerate(rows):
        private = (CANARIES["limited field"], CANARIES["column the dataset withholds"])
        stalls.append((*row, *private) if number == 0 else row)
    stalls["A1"].comment = Comment(CANARIES["comment"], "某人")
    memos = book.create_sheet("备忘")
    memos.append(("序号", "内容"))
    memos.append(("1", CANARIES["limited table"]))
    hidden = book.create_sheet("底稿")
    hidden.append((CANARIES["hidden sheet"],))
    hidden.sheet_state = "hidden"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def make_line(root: Path, rows: Sequence[Sequence] = ROWS) -> Line:
    """The repository and an empty home."""
    return Line(make_fair(root / "repository", rows), root / "home")
