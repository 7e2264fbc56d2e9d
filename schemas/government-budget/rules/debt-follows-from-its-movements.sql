-- title: 债务年末余额由年初余额、发行和还本得出
-- title_en: Debt at the end follows from what was borrowed and repaid
-- severity: warning
-- tables: [gov_public_debt, gov_fund_debt]
-- basis: 地方预决算公开操作规程（财预〔2016〕143号）
-- basis_en: Working rules for publishing local budgets and accounts (Caiyu 2016 No. 143)
-- article: —
-- article_en: —
-- since: null
-- why: 年末欠的，等于年初欠的加上今年借的、减去今年还的；对不上，就有一个数是错的。
-- why_en: What is owed at the end is what was owed at the start, plus what was borrowed, less what was repaid; else one figure is wrong.
-- excludes: 没有公开年初余额或者发行、还本数的行；汇率变动和债务转移造成的差异要看说明
-- excludes_en: Lines without the opening balance, or without what was borrowed or repaid; exchange rates and transferred debt need a note
-- message: 年末余额 {value} 元，应为 {expected} 元，相差 {difference}
-- message_en: "{value} yuan are owed at the end of the year; it should be {expected} yuan (difference {difference})"
select d.dataset, d.snapshot, '{table}' as table_name, d.source_row, d.field,
       iif(d.found is null, null, printf('%.2f', d.found / 100.0)) as value,
       printf('%.2f', d.parts / 100.0) as expected,
       coalesce(d.found, 0) - d.parts as difference,
       iif(abs(coalesce(d.found, 0) - d.parts) <= max(r.rounding_fen, r.rounding_fen * d.n / 2.0),
           'info', 'warning') as severity
from (
  select dataset, snapshot, source_row, 'executed_closing_debt_amount' as field,
         executed_closing_debt_amount_fen as found,
         executed_opening_debt_amount_fen + ifnull(executed_issued_debt_amount_fen, 0)
         - ifnull(executed_repaid_debt_amount_fen, 0) as parts,
         3 as n
  from {table}
  where executed_opening_debt_amount_fen is not null
    and executed_closing_debt_amount_fen is not null
    and coalesce(executed_issued_debt_amount_fen, executed_repaid_debt_amount_fen) is not null
) d
join resource r
  on r.dataset = d.dataset and r.snapshot = d.snapshot and r.table_name = '{table}'
where coalesce(d.found, 0) <> d.parts
