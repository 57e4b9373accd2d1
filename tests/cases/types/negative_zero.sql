-- the sign of zero in arrays
select array(select x from (values ('-0'::float8),(0),(null),('NaN'),('-Infinity'),(1.5)) v(x));
select array(select x * -1 from (values ('-0'::float8),(0),(null),('NaN'),('-Infinity'),(1.5)) v(x));
select array(select x from (values ('-0'::float4),(0),('Infinity')) v(x) order by x desc);
select array_agg(x), array_agg(x order by n desc), array_agg(distinct x) from (values (1,'-0'::float8),(2,0),(3,'-0')) v(n,x);
select array_agg(-x), array_agg(x) filter (where n > 1) from (values (1,'-0'::float8),(2,0),(3,'-0')) v(n,x);
select '{-0,0,NULL,NaN,-Infinity}'::text[]::float8[], '{-0}'::text[]::float4[], '{-0,1}'::float4[]::float8[], '{-0,1}'::float8[]::float4[], '{-0.0}'::numeric[]::float8[];
select '{{-0,0},{1,2}}'::text[]::float8[], '[2:3]={-0,1}'::text[]::float8[];
select unnest('{-0,0,NaN}'::float8[]);
select x, y from (values (1)) w(n), lateral (select '-0'::float8 * n as x, '-0'::float4 as y) l;
select x from (values (1),(2)) w(n), lateral (select x from (values ('-0'::float8),(0)) v(x) order by n limit 1) l;
select (row('-0'::float8, 1)).f1, row('-0'::float8, 0::float4);
select array[row('-0'::float8)], array(select row(x) from (values ('-0'::float8)) v(x));
select array_agg(x) over (order by n) from (values (1,'-0'::float8),(2,0)) v(n,x);
select array(select x from unnest('{-0,0}'::float8[]) x), array(select x from unnest('{{-0,0}}'::float8[]) x);
select ('{-0,1}'::float8[])[1], ('{-0,1}'::float8[])[1:1], '{-0}'::float8[] || '-0'::float8, array_append('{}'::float8[], '-0');
select json_agg(x), jsonb_agg(x), to_json(array_agg(x)) from (values ('-0'::float8),(0)) v(x);
select max(x), min(x), percentile_cont(0) within group (order by x), mode() within group (order by x) from (values ('-0'::float8)) v(x);
