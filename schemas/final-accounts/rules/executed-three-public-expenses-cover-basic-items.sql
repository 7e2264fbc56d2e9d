-- title: “三公”经费决算不少于基本支出中的同类经费
-- title_en: The three public expenses as spent cover what basic spending has of them
-- severity: error
-- tables: [fin06_basic_econ, fin07_sangong]
-- basis: 部门决算公开表样（上海市，2024年度）
-- basis_en: Official form for publishing final accounts of departments (Shanghai, 2024)
-- article: —
-- article_en: —
-- since: null
-- why: “三公”经费包括基本支出和项目支出里的同类经费，所以不会少于基本支出里的那一部分。
-- why_en: The three public expenses count basic and project spending alike, so they cannot be less than the part in basic spending.
-- excludes: 代码和名称对不上的科目；各数字分别四舍五入造成的差异列为说明
-- excludes_en: Codes printed with another name; differences from rounding are notes
-- message: “三公”经费表为 {value} 元，少于基本支出中同类经费的 {expected} 元
-- message_en: The table says {value} yuan, less than the {expected} yuan that basic spending alone has for it
select dataset, snapshot, 'fin07_sangong' as table_name, source_row, field,
       iif(found is null, null, printf('%.2f', found / 100.0)) as value,
       printf('%.2f', basic / 100.0) as expected,
       coalesce(found, 0) - basic as difference,
       iif(basic - coalesce(found, 0) <= rounding_fen, 'info', 'error') as severity
from (
  select s.dataset, s.snapshot, s.source_row, m.field,
         max(r.rounding_fen, q.rounding_fen) as rounding_fen,
         case m.field when 'executed_abroad_amount' then s.executed_abroad_amount_fen
                      when 'executed_reception_amount' then s.executed_reception_amount_fen
                      when 'executed_vehicle_running_amount'
                        then s.executed_vehicle_running_amount_fen
                      else s.executed_vehicle_purchase_amount_fen end as found,
         e.executed_amount_fen as basic
  from (
    select '30212' as code, '%出国%' as name, 'executed_abroad_amount' as field
    union all select '30217', '%接待费', 'executed_reception_amount'
    union all select '30231', '公务用车运行%', 'executed_vehicle_running_amount'
    union all select '31013', '公务用车购置%', 'executed_vehicle_purchase_amount'
  ) m
  join fin06_basic_econ e on e.economic_code = m.code and e.economic_name like m.name
  join fin07_sangong s
    on s.dataset = e.dataset and s.snapshot = e.snapshot and s.fiscal_year = e.fiscal_year
  join resource r
    on r.dataset = s.dataset and r.snapshot = s.snapshot and r.table_name = 'fin07_sangong'
  join resource q
    on q.dataset = s.dataset and q.snapshot = s.snapshot and q.table_name = 'fin06_basic_econ'
)
where coalesce(found, 0) < basic
