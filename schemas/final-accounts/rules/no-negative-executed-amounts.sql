-- title: 决算没有不加说明的负数
-- title_en: No amount of the accounts is negative without a note
-- severity: warning
-- tables: [fin01_summary, fin02_income, fin03_expense, fin04_fiscal, fin05_general_func, fin06_basic_econ, fin07_sangong, fin08_fund, fin09_capital]
-- basis: 部门决算公开表样（上海市，2024年度）
-- basis_en: Official form for publishing final accounts of departments (Shanghai, 2024)
-- article: —
-- article_en: —
-- since: null
-- why: 收支一般不会是负数；收回、冲减和调整造成的，应当在表下说明。结余和分配除外。
-- why_en: Income and spending are seldom below zero; where money was taken back or set off a note should say so. Balances and their distribution are left out.
-- excludes: 写有表注的表；结转、结余和结余分配
-- excludes_en: Tables that have a note; what is carried over, balances and their distribution
-- message: 这一行有负数（{value} 元），表下没有说明
-- message_en: The line has a negative amount ({value} yuan) and no note explains it
select a.dataset, a.snapshot, a.table_name, a.source_row, a.field,
       printf('%.2f', a.least / 100.0) as value, null as expected, null as difference
from (
  -- the smallest amount of every line, and the first amount below nought
  select dataset, snapshot, source_row, 'fin01_summary' as table_name,
         ifnull(executed_amount_fen, 0) as least,
         case
           when executed_amount_fen < 0 then 'executed_amount'
         end as field
  from fin01_summary
  where '{table}' = 'fin01_summary'
    and item_name not like '%结余%' and item_name not like '%结转%'
  union all
  select dataset, snapshot, source_row, 'fin02_income',
         min(ifnull(executed_income_amount_fen, 0), ifnull(executed_appropriation_amount_fen, 0),
             ifnull(executed_superior_subsidy_amount_fen, 0),
             ifnull(executed_institution_income_amount_fen, 0),
             ifnull(executed_operating_income_amount_fen, 0),
             ifnull(executed_affiliate_income_amount_fen, 0),
             ifnull(executed_other_income_amount_fen, 0)),
         case
           when executed_income_amount_fen < 0 then 'executed_income_amount'
           when executed_appropriation_amount_fen < 0 then 'executed_appropriation_amount'
           when executed_superior_subsidy_amount_fen < 0 then 'executed_superior_subsidy_amount'
           when executed_institution_income_amount_fen < 0 then 'executed_institution_income_amount'
           when executed_operating_income_amount_fen < 0 then 'executed_operating_income_amount'
           when executed_affiliate_income_amount_fen < 0 then 'executed_affiliate_income_amount'
           when executed_other_income_amount_fen < 0 then 'executed_other_income_amount'
         end
  from fin02_income
  where '{table}' = 'fin02_income'
  union all
  select dataset, snapshot, source_row, 'fin03_expense',
         min(ifnull(executed_amount_fen, 0), ifnull(executed_basic_amount_fen, 0),
             ifnull(executed_project_amount_fen, 0), ifnull(executed_remit_up_amount_fen, 0),
             ifnull(executed_operating_amount_fen, 0),
             ifnull(executed_affiliate_subsidy_amount_fen, 0)),
         case
           when executed_amount_fen < 0 then 'executed_amount'
           when executed_basic_amount_fen < 0 then 'executed_basic_amount'
           when executed_project_amount_fen < 0 then 'executed_project_amount'
           when executed_remit_up_amount_fen < 0 then 'executed_remit_up_amount'
           when executed_operating_amount_fen < 0 then 'executed_operating_amount'
           when executed_affiliate_subsidy_amount_fen < 0 then 'executed_affiliate_subsidy_amount'
         end
  from fin03_expense
  where '{table}' = 'fin03_expense'
  union all
  select dataset, snapshot, source_row, 'fin04_fiscal',
         min(ifnull(executed_amount_fen, 0), ifnull(executed_general_public_amount_fen, 0),
             ifnull(executed_government_fund_amount_fen, 0),
             ifnull(executed_state_capital_amount_fen, 0)),
         case
           when executed_amount_fen < 0 then 'executed_amount'
           when executed_general_public_amount_fen < 0 then 'executed_general_public_amount'
           when executed_government_fund_amount_fen < 0 then 'executed_government_fund_amount'
           when executed_state_capital_amount_fen < 0 then 'executed_state_capital_amount'
         end
  from fin04_fiscal
  where '{table}' = 'fin04_fiscal'
    and item_name not like '%结余%' and item_name not like '%结转%'
  union all
  select dataset, snapshot, source_row, 'fin05_general_func',
         min(ifnull(executed_amount_fen, 0), ifnull(executed_basic_amount_fen, 0),
             ifnull(executed_project_amount_fen, 0)),
         case
           when executed_amount_fen < 0 then 'executed_amount'
           when executed_basic_amount_fen < 0 then 'executed_basic_amount'
           when executed_project_amount_fen < 0 then 'executed_project_amount'
         end
  from fin05_general_func
  where '{table}' = 'fin05_general_func'
  union all
  select dataset, snapshot, source_row, 'fin06_basic_econ',
         ifnull(executed_amount_fen, 0),
         case
           when executed_amount_fen < 0 then 'executed_amount'
         end
  from fin06_basic_econ
  where '{table}' = 'fin06_basic_econ'
  union all
  select dataset, snapshot, source_row, 'fin07_sangong',
         min(ifnull(approved_sangong_amount_fen, 0), ifnull(executed_sangong_amount_fen, 0),
             ifnull(approved_abroad_amount_fen, 0), ifnull(executed_abroad_amount_fen, 0),
             ifnull(approved_vehicle_amount_fen, 0), ifnull(executed_vehicle_amount_fen, 0),
             ifnull(approved_vehicle_purchase_amount_fen, 0),
             ifnull(executed_vehicle_purchase_amount_fen, 0),
             ifnull(approved_vehicle_running_amount_fen, 0),
             ifnull(executed_vehicle_running_amount_fen, 0),
             ifnull(approved_reception_amount_fen, 0), ifnull(executed_reception_amount_fen, 0)),
         case
           when approved_sangong_amount_fen < 0 then 'approved_sangong_amount'
           when executed_sangong_amount_fen < 0 then 'executed_sangong_amount'
           when approved_abroad_amount_fen < 0 then 'approved_abroad_amount'
           when executed_abroad_amount_fen < 0 then 'executed_abroad_amount'
           when approved_vehicle_amount_fen < 0 then 'approved_vehicle_amount'
           when executed_vehicle_amount_fen < 0 then 'executed_vehicle_amount'
           when approved_vehicle_purchase_amount_fen < 0 then 'approved_vehicle_purchase_amount'
           when executed_vehicle_purchase_amount_fen < 0 then 'executed_vehicle_purchase_amount'
           when approved_vehicle_running_amount_fen < 0 then 'approved_vehicle_running_amount'
           when executed_vehicle_running_amount_fen < 0 then 'executed_vehicle_running_amount'
           when approved_reception_amount_fen < 0 then 'approved_reception_amount'
           when executed_reception_amount_fen < 0 then 'executed_reception_amount'
         end
  from fin07_sangong
  where '{table}' = 'fin07_sangong'
  union all
  select dataset, snapshot, source_row, 'fin08_fund',
         min(ifnull(executed_income_amount_fen, 0), ifnull(executed_amount_fen, 0),
             ifnull(executed_basic_amount_fen, 0), ifnull(executed_project_amount_fen, 0)),
         case
           when executed_income_amount_fen < 0 then 'executed_income_amount'
           when executed_amount_fen < 0 then 'executed_amount'
           when executed_basic_amount_fen < 0 then 'executed_basic_amount'
           when executed_project_amount_fen < 0 then 'executed_project_amount'
         end
  from fin08_fund
  where '{table}' = 'fin08_fund'
  union all
  select dataset, snapshot, source_row, 'fin09_capital',
         min(ifnull(executed_income_amount_fen, 0), ifnull(executed_amount_fen, 0),
             ifnull(executed_basic_amount_fen, 0), ifnull(executed_project_amount_fen, 0)),
         case
           when executed_income_amount_fen < 0 then 'executed_income_amount'
           when executed_amount_fen < 0 then 'executed_amount'
           when executed_basic_amount_fen < 0 then 'executed_basic_amount'
           when executed_project_amount_fen < 0 then 'executed_project_amount'
         end
  from fin09_capital
  where '{table}' = 'fin09_capital'
) a
join resource r
  on r.dataset = a.dataset and r.snapshot = a.snapshot and r.table_name = a.table_name
where a.least < 0 and r.note is null
