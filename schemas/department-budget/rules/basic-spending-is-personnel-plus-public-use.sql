-- title: 基本支出等于人员经费加公用经费
-- title_en: Basic spending is personnel plus public use
-- severity: error
-- tables: [bgt08_basic_econ]
-- basis: 中华人民共和国预算法实施条例
-- basis_en: Regulation on the Implementation of the Budget Law
-- article: 第五条
-- article_en: art. 5
-- since: 2020-10-01
-- why: 基本支出由人员经费和公用经费组成，每一行都应当加得起来。
-- why_en: Basic spending consists of personnel and public-use spending; every line must add up.
-- excludes: 金额全部留空的行；各数字分别四舍五入造成的差异列为说明
-- excludes_en: Lines without any amount; differences from rounding are notes
-- message: 基本支出为 {value} 元，人员经费加公用经费为 {expected} 元，相差 {difference}
-- message_en: Basic spending is {value} yuan; personnel and public use add up to {expected} yuan (difference {difference})
select dataset, snapshot, '{table}' as table_name, source_row, field,
       iif(found is null, null, printf('%.2f', found / 100.0)) as value,
       printf('%.2f', parts / 100.0) as expected,
       coalesce(found, 0) - parts as difference,
       iif(abs(coalesce(found, 0) - parts) <= max(rounding_fen, rounding_fen * n / 2.0),
           'info', 'error') as severity
from (
  select t.dataset, t.snapshot, t.source_row, 'approved_amount' as field,
         r.rounding_fen, t.approved_amount_fen as found,
         coalesce(t.approved_personnel_amount_fen, 0)
         + coalesce(t.approved_public_use_amount_fen, 0) as parts,
         (t.approved_personnel_amount_fen is not null)
         + (t.approved_public_use_amount_fen is not null) as n
  from {table} t
  join resource r
    on r.dataset = t.dataset and r.snapshot = t.snapshot and r.table_name = '{table}'
)
where coalesce(found, 0) <> parts and (found is not null or n > 0)
