-- what is computed beside NULL, and what is not
select array_sort(array_prepend((select '-infinity'::interval), cast('  padded  '::text as interval[])), 'f'::boolean, null::boolean);
select array_ge(c1, trim_array((select '{1,-1}'::bigint[]), 99)) from (values (null::bigint[]),(null)) v(c1);
select array_ge(c1, c2::text[]::int[]) from (values (null::int[],'{a}'::text[]),(null, '{b}')) v(c1,c2);
select c1 = c2::text[]::int[], c2::int[] = c1, c1 <> c2::int[] from (values (null::int[],'{1}'::text[]),('{1}', '{1}')) v(c1,c2);
select c1 < c2::int[] from (values (null::int[],'{1}'::text[]),(null, '{b}')) v(c1,c2);
select (row('{}'::bytea[], to_regtypemod('it''s'::text)) < row(null::bytea[], '1'::integer));
select row(a,1/b) < row(c,1) from (values (1,0,2),(2,0,1),(2,1,2),(null,0,1)) v(a,b,c);
select row(a,1/b,a) >= row(c,1,2) from (values (1,0,2),(2,0,1),(2,1,2),(null,0,1)) v(a,b,c);
select count(*) from (values (1,0,2),(2,0,1),(2,1,2),(null,0,1)) v(a,b,c) where row(a,1/b,a) <= row(c,1,2);
select row(a,1/b) = row(c,1) from (values (1,0,2),(2,0,1),(2,1,2)) v(a,b,c);
select row(a,1/b) <> row(c,1) from (values (1,0,2),(2,0,1),(2,1,2)) v(a,b,c);
select row(a,1/b) = row(c,1) from (values (1,0,1)) v(a,b,c);
select lead(abs(c1), null::int) over (order by n) from (values (1, '-9223372036854775808'::bigint),(2,'-9223372036854775808')) v(n,c1);
-- differs: Arguments of lag, first_value and their kin
select lag(abs(c1), n) over (order by n) from (values (1, '-9'::bigint),(null,'-9223372036854775808')) v(n,c1);
select ntile(null::int) over (order by n) from (values (1),(2)) v(n);
select upper(null) || (select 'a');
select null + (select 1/0);
select null::int + (select x/0 from (values (1),(2)) w(x) limit 1) from (values (1),(2)) v(y);
select null::int + (select sum(y)) from (values (1),(2)) v(y);
select null::int + (select count(*) from (values (1),(2)) w(x)) from (values (1),(2)) v(y);
