-- title: 人员经费、公用经费合计等于所属各类之和
-- title_en: Personnel and public use are the sums of their classes
-- severity: error
-- tables: [fin06_basic_econ]
-- basis: 中华人民共和国预算法
-- basis_en: Budget Law
-- article: 第七十五条
-- article_en: art. 75
-- since: 2015-01-01
-- why: 人员经费是工资福利支出（301）加对个人和家庭的补助（303），其余各类是公用经费；两个合计都应当加得出来。
-- why_en: Personnel is wages (301) and payments to individuals (303), every other class is public use; both totals must add up.
-- excludes: 金额全部留空的行；各数字分别四舍五入造成的差异列为说明
-- excludes_en: Lines without any amount; differences from rounding are notes
-- message: 合计为 {value} 元，所属各类相加为 {expected} 元，相差 {difference}
-- message_en: The total says {value} yuan, its classes add up to {expected} yuan (difference {difference})
select d.dataset, d.snapshot, '{table}' as table_name, d.source_row, d.field,
       iif(d.found is null, null, printf('%.2f', d.found / 100.0)) as value,
       printf('%.2f', d.parts / 100.0) as expected,
       coalesce(d.found, 0) - d.parts as difference,
       iif(abs(coalesce(d.found, 0) - d.parts) <= max(r.rounding_fen, r.rounding_fen * d.n / 2.0),
           'info', 'error') as severity
from (
  select t.dataset, t.snapshot, t.source_row, 'executed_amount' as field,
         t.executed_amount_fen as found, coalesce(sum(c.executed_amount_fen), 0) as parts,
         count(c.executed_amount_fen) as n
  from {table} t
  left join {table} c
    on c.dataset = t.dataset and c.snapshot = t.snapshot and c.fiscal_year = t.fiscal_year
    and length(c.economic_code) = 3
    and (c.economic_code in ('301', '303')) = (t.economic_code = '人员经费合计')
  where t.economic_code in ('人员经费合计', '公用经费合计')
  group by t.rowid
) d
join resource r
  on r.dataset = d.dataset and r.snapshot = d.snapshot and r.table_name = '{table}'
where coalesce(d.found, 0) <> d.parts and (d.found is not null or d.n > 0)
