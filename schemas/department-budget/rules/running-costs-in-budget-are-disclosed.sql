-- title: 行政单位的预算公开机关运行经费
-- title_en: Offices of government disclose their running costs in the budget
-- severity: warning
-- tables: [bgt13_disclosure, bgt09_sangong]
-- basis: 中华人民共和国预算法实施条例
-- basis_en: Regulation on the Implementation of the Budget Law
-- article: 第六条
-- article_en: art. 6
-- since: 2020-10-01
-- why: 机关运行经费的情况应当公开；行政单位和参照公务员法管理的单位都有这笔钱，没有的写零。
-- why_en: Running costs must be disclosed; every office of government has them, and where there are none nought is written.
-- excludes: 其他事业单位；没有写单位性质的
-- excludes_en: Other public institutions; where the kind of body is not stated
-- message: "{value}没有公开机关运行经费"
-- message_en: Running costs are not disclosed, though the body is one of the kind {value}
select t.dataset, t.snapshot, 'bgt13_disclosure' as table_name, t.source_row,
       'agency_kind' as field, t.agency_kind as value, null as expected, null as difference
from bgt13_disclosure t
left join bgt09_sangong o
  on o.dataset = t.dataset and o.snapshot = t.snapshot and o.fiscal_year = t.fiscal_year
where t.agency_kind in ('行政单位', '参照公务员法管理的事业单位')
  and o.approved_operating_cost_amount_fen is null
