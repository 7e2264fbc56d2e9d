-- title: 决算总表的本年合计等于各项之和
-- title_en: The year’s totals in the summary of the accounts are the sums of their items
-- severity: error
-- tables: [fin01_summary, fin04_fiscal]
-- basis: 中华人民共和国预算法
-- basis_en: Budget Law
-- article: 第七十五条
-- article_en: art. 75
-- since: 2015-01-01
-- why: 本年收入合计、本年支出合计由上面编了序号的各项相加而成。
-- why_en: The year’s total of income or spending is made of the numbered items above it.
-- excludes: 没有编序号的总表；各数字分别四舍五入造成的差异列为说明
-- excludes_en: Summaries whose items carry no ordinals; differences from rounding are notes
-- message: 本年合计为 {value} 元，各项相加为 {expected} 元，相差 {difference}
-- message_en: The year’s total says {value} yuan, its items add up to {expected} yuan (difference {difference})
select d.dataset, d.snapshot, '{table}' as table_name, d.source_row, d.field,
       iif(d.found is null, null, printf('%.2f', d.found / 100.0)) as value,
       printf('%.2f', d.parts / 100.0) as expected,
       coalesce(d.found, 0) - d.parts as difference,
       iif(abs(coalesce(d.found, 0) - d.parts) <= max(r.rounding_fen, r.rounding_fen * d.n / 2.0),
           'info', 'error') as severity
from (
  select t.dataset, t.snapshot, t.source_row, 'executed_amount' as field,
         t.executed_amount_fen as found, coalesce(sum(i.executed_amount_fen), 0) as parts,
         count(i.executed_amount_fen) as n
  from {table} t
  join {table} i
    on i.dataset = t.dataset and i.snapshot = t.snapshot and i.fiscal_year = t.fiscal_year
    and i.side = t.side and i.source_row < t.source_row
    -- items carry an ordinal; what stands below one of them does not
    and ltrim(i.item_name, '一二三四五六七八九十') like '、%'
  where t.item_name in ('本年收入合计', '本年支出合计')
  group by t.rowid
) d
join resource r
  on r.dataset = d.dataset and r.snapshot = d.snapshot and r.table_name = '{table}'
where coalesce(d.found, 0) <> d.parts and d.n > 0
