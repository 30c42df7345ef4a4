-- Shapes 6 and 7: what is compared is text, and a row already says whether it holds.
select * from {{ ref('rec_format_check') }}
union all by name
select * from {{ ref('rec_name_check') }}
union all by name
select * from {{ ref('rec_text_check') }}
union all by name
select * from {{ ref('rec_blank_check') }}
