{#- Every value of the column is one of its axis in the seed coordinate_values. -#}
{% test known_coordinate(model, column_name, axis) %}
select figures.{{ column_name }}, count(*) as row_count
from {{ model }} as figures
left join {{ ref('coordinate_values') }} as lexicon
    on lexicon.axis = '{{ axis }}' and figures.{{ column_name }} = lexicon.value
where figures.{{ column_name }} is not null and lexicon.value is null
group by figures.{{ column_name }}
{% endtest %}
