-- title: 支出等于基本支出加项目支出
-- title_en: Spending is basic plus project spending
-- severity: error
-- tables: [bgt03_expense, bgt05_general_func, bgt06_fund_func, bgt07_capital_func]
-- basis: 中华人民共和国预算法实施条例
-- basis_en: Regulation on the Implementation of the Budget Law
-- article: 第五条
-- article_en: art. 5
-- since: 2020-10-01
-- why: 部门支出只有基本支出和项目支出两种，每一行都应当加得起来。
-- why_en: A department’s spending is either basic or for projects; every line must add up.
-- excludes: 金额全部留空的行；各数字分别四舍五入造成的差异列为说明
-- excludes_en: Lines without any amount; differences from rounding are notes
-- message: 支出为 {value} 元，基本支出加项目支出为 {expected} 元，相差 {difference}
-- message_en: Spending is {value} yuan; basic and project spending add up to {expected} yuan (difference {difference})
select dataset, snapshot, '{table}' as table_name, source_row, field,
       iif(found is null, null, printf('%.2f', found / 100.0)) as value,
       printf('%.2f', parts / 100.0) as expected,
       coalesce(found, 0) - parts as difference,
       iif(abs(coalesce(found, 0) - parts) <= max(rounding_fen, rounding_fen * n / 2.0),
           'info', 'error') as severity
from (
  select t.dataset, t.snapshot, t.source_row, 'approved_amount' as field,
         r.rounding_fen, t.approved_amount_fen as found,
         coalesce(t.approved_basic_amount_fen, 0)
         + coalesce(t.approved_project_amount_fen, 0) as parts,
         (t.approved_basic_amount_fen is not null)
         + (t.approved_project_amount_fen is not null) as n
  from {table} t
  join resource r
    on r.dataset = t.dataset and r.snapshot = t.snapshot and r.table_name = '{table}'
)
where coalesce(found, 0) <> parts and (found is not null or n > 0)
