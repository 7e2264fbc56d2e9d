-- title: 预留给中小企业、小微企业的比例不低于政策要求
-- title_en: What is reserved for smaller firms reaches the share policy asks for
-- severity: warning
-- tables: [bgt11_procurement]
-- parameters: [sme-reserve-share, micro-reserve-share]
-- basis: 政府采购促进中小企业发展管理办法（财库〔2020〕46号）
-- basis_en: Rules on Promoting Small and Medium Firms through Government Procurement (Caiku 2020 No. 46)
-- article: —
-- article_en: —
-- since: null
-- why: 政策要求政府采购给中小企业预留一定比例，其中再给小微企业留一部分。
-- why_en: Policy asks that a share of procurement be kept for small and medium firms, and a part of it for small and micro ones.
-- excludes: 没有公开预留数的；比例是为超过限额的项目定的，预算总额里还有限额以下的项目，低于比例不一定违规
-- excludes_en: Where nothing is stated as reserved; the share is set for projects above a threshold, so a budget that falls short need not be unlawful
-- message: 预留 {value} 元，按比例应不少于 {expected} 元
-- message_en: "{value} yuan are reserved; by the share it should be at least {expected} yuan"
select d.dataset, d.snapshot, '{table}' as table_name, d.source_row, d.field,
       printf('%.2f', d.found / 100.0) as value,
       printf('%.2f', d.whole * p.value / 10000.0) as expected,
       d.found - d.whole * p.value / 100 as difference
from (
  select dataset, snapshot, source_row, fiscal_year, 'approved_reserved_sme_amount' as field,
         'sme-reserve-share' as share, approved_reserved_sme_amount_fen as found,
         approved_procurement_amount_fen as whole
  from {table}
  union all
  select dataset, snapshot, source_row, fiscal_year, 'approved_reserved_micro_amount',
         'micro-reserve-share', approved_reserved_micro_amount_fen,
         approved_reserved_sme_amount_fen
  from {table}
) d
join parameter p
  on p.name = d.share
  and (p.name = 'sme-reserve-share' or p.name = 'micro-reserve-share')
  and d.fiscal_year || '-12-31' between p.valid_from and coalesce(p.valid_to, '9999-12-31')
where d.found * 100 < d.whole * p.value
