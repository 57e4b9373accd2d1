-- Arrays of types that have no equality.
select array[point '(1,1)'] = array[point '(1,1)'];
select array[point '(1,1)'] <@ array[point '(1,1)'];
select array[json '1'] && array[json '1'];
select array[json '1'] <@ array[json '1'];
select array_position(array[json '1'], '1'), array_positions(array[point '(1,1)'], '(1,1)');
select array_positions(array[point '(1,1)'], '(1,1)');
select array_remove(array[point '(1,1)'], '(1,1)');
select array_replace(array[point '(1,1)'], '(1,1)', '(2,2)');
select array[point '(1,1)'] < array[point '(1,1)'];
select row(point '(1,1)') = row(point '(1,1)');
select array[xid '1'] <@ array[xid '1'], array_position(array[aclitem 'postgres=r/postgres'], 'postgres=r/postgres');
select array[aclitem 'postgres=r/postgres'] <@ array[aclitem 'postgres=r/postgres'];
select array_sort(array[point '(1,1)']);
select count(distinct point '(1,1)');
select point '(1,1)' is distinct from point '(1,1)';
select nullif(box '(1,1),(0,0)', box '(1,1),(0,0)'), greatest(box '(1,1),(0,0)');
