-- title: 财政拨款支出等于三本预算之和
-- title_en: Spending of appropriations is the sum of the three budgets
-- severity: error
-- tables: [bgt04_fiscal]
-- basis: 中华人民共和国预算法实施条例
-- basis_en: Regulation on the Implementation of the Budget Law
-- article: 第五条
-- article_en: art. 5
-- since: 2020-10-01
-- why: 财政拨款只来自一般公共预算、政府性基金预算和国有资本经营预算，每一行都应当加得起来。
-- why_en: Appropriations come from the general public budget, government funds and state capital only; every line must add up.
-- excludes: 金额全部留空的行；各数字分别四舍五入造成的差异列为说明
-- excludes_en: Lines without any amount; differences from rounding are notes
-- message: 财政拨款支出为 {value} 元，三本预算相加为 {expected} 元，相差 {difference}
-- message_en: The appropriation is {value} yuan; the three budgets add up to {expected} yuan (difference {difference})
select d.dataset, d.snapshot, '{table}' as table_name, d.source_row, d.field,
       iif(d.found is null, null, printf('%.2f', d.found / 100.0)) as value,
       printf('%.2f', d.parts / 100.0) as expected,
       coalesce(d.found, 0) - d.parts as difference,
       iif(abs(coalesce(d.found, 0) - d.parts) <= max(r.rounding_fen, r.rounding_fen * d.n / 2.0),
           'info', 'error') as severity
from (
  select dataset, snapshot, source_row, 'approved_amount' as field,
         approved_amount_fen as found,
         coalesce(approved_general_public_amount_fen, 0)
         + coalesce(approved_government_fund_amount_fen, 0)
         + coalesce(approved_state_capital_amount_fen, 0) as parts,
         (approved_general_public_amount_fen is not null)
         + (approved_government_fund_amount_fen is not null)
         + (approved_state_capital_amount_fen is not null) as n
  from {table}
  where side = 'expense'
) d
join resource r
  on r.dataset = d.dataset and r.snapshot = d.snapshot and r.table_name = '{table}'
where coalesce(d.found, 0) <> d.parts and (d.found is not null or d.n > 0)
