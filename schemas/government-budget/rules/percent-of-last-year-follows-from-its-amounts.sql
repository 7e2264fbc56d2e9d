-- title: 为上年的百分比由两个金额算得出来
-- title_en: The per cent of last year follows from its amounts
-- severity: error
-- tables: [gov_public_revenue, gov_fund_revenue, gov_capital_revenue, gov_insurance_revenue, gov_public_expense, gov_fund_expense, gov_capital_expense, gov_insurance_expense, gov_public_own_expense, gov_fund_own_expense, gov_capital_own_expense, gov_public_basic]
-- basis: 政府预决算公开的通行做法
-- basis_en: Common practice in publishing government budgets and accounts
-- article: —
-- article_en: —
-- since: null
-- why: 为上年的百分比等于今年的数（决算数；预算里是预算数）除以上年的执行数；上年为零或者没有的，应当留空。
-- why_en: The per cent of last year is this year’s figure (the outcome, in a budget the approved amount) over last year’s outcome; where that is nought or missing it stays empty.
-- excludes: 没有印百分比的行；各数字分别四舍五入造成的差异
-- excludes_en: Lines without a printed per cent; differences from rounding
-- message: 印的是 {value}%，按金额应为 {expected}%
-- message_en: "{value} % is printed; the amounts give {expected} %"
select d.dataset, d.snapshot, '{table}' as table_name, d.source_row, 'prior_percent' as field,
       round(d.printed, d.decimals) as value, round(d.percent, d.decimals) as expected,
       null as difference,
       iif(d.percent is not null and abs(d.printed - d.percent) <= d.unit + d.doubt,
           'info', 'error') as severity
from (
  with step as (
    -- the column is printed with the decimals of its longest number
    select dataset, snapshot,
           max(length(rtrim(substr(text, instr(text, '.') + 1), '0'))) as decimals
    from (select *, cast(prior_percent as text) as text from {table})
    where prior_percent is not null
    group by dataset, snapshot
  ),
  line as (
    select t.dataset, t.snapshot, t.source_row, t.prior_percent as printed, s.decimals,
           case s.decimals when 0 then 1.0 when 1 then 0.1 when 2 then 0.01 else 0.001 end as unit,
           coalesce(t.executed_amount_fen, t.adjusted_amount_fen, t.approved_amount_fen) as figure,
           r.rounding_fen,
           nullif(t.prior_executed_amount_fen, 0) as base
    from {table} t
    join step s on s.dataset = t.dataset and s.snapshot = t.snapshot
    join resource r
      on r.dataset = t.dataset and r.snapshot = t.snapshot and r.table_name = '{table}'
    where t.prior_percent is not null
  )
  select *, 100.0 * figure / base as percent,
         -- what the rounding of the two amounts may add
         50.0 * rounding_fen * (1 + 1.0 * abs(figure) / abs(base)) / abs(base) as doubt
  from (
    select * from line
  )
) d
where d.percent is null or abs(d.printed - d.percent) > d.unit / 2 + d.doubt + 1e-9
