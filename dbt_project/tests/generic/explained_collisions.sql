{#- Collisions of coordinates that are no doing of the publisher's. -#}
{% test explained_collisions(model) %}
select *
from {{ model }}
where explanation in ('columns_not_told_apart', 'rows_not_told_apart')
{% endtest %}
