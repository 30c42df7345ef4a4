select
    figure_id,
    document_id,
    state,
    expect,
    printed,
    printed_amount_yuan,
    corrected_amount_yuan,
    reason,
    source
from {{ ref('int_correction') }}
