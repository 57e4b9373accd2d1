create table a (id int primary key, g text, x int, y float8, n numeric, b bool, t text, d date, i interval, r bytea, j jsonb, ar int[]);
insert into a values (1,'p',5,1.5,1.50,true,'x','2020-01-01','1 day','\x01','{"a":1}','{1,2}'),(2,'p',3,2.5,2,false,'y','2019-01-01','2 hours','\x02','[1]','{3}'),(3,'q',null,null,null,null,null,null,null,null,null,null),(4,'q',5,-1,7.25,true,'x','2021-05-05','1 mon','\x00ff','"s"','{1,2}'),(5,'q',9,4,-3,true,'zz','2020-01-01','-1 day','\x','null','{}');
select count(*), count(x), count(distinct x), sum(x), avg(x), min(x), max(x) from a;
select sum(y), avg(y), stddev(y), stddev_pop(y), stddev_samp(y), variance(y), var_pop(y), var_samp(y) from a;
select sum(n), avg(n), stddev(n), stddev_pop(n), variance(n), var_pop(n) from a;
select stddev(x), stddev_pop(x), variance(x), var_pop(x), var_samp(x) from a;
select bool_and(b), bool_or(b), every(b), bit_and(x), bit_or(x), bit_xor(x) from a;
select min(t), max(t), min(d), max(d), min(i), max(i), sum(i), avg(i), min(r), max(r) from a;
select string_agg(t, ',' order by t desc), string_agg(distinct t, ','), string_agg(distinct t, ',' order by t desc) from a;
select string_agg(t, null), string_agg(t, ',') from a;
select string_agg(r, '\xff' order by id), string_agg(t, t order by id) from a;
select array_agg(x order by x nulls first), array_agg(distinct x), array_agg(distinct x order by x desc), array_agg(ar) filter (where array_length(ar,1) = 2) from a;
select array_agg(t order by g desc, x nulls last), array_agg(d order by d) filter (where d > '2019-06-01') from a;
select jsonb_agg(distinct g) from a;
select json_agg(x), jsonb_agg(y), json_agg(n) filter (where n > 0) from a;
select json_agg(r) from (select id, g from a where id < 3) r;
select jsonb_agg(a.j order by id) from a;
select json_object_agg(t, x) filter (where t is not null), jsonb_object_agg(id, t) from a;
select json_agg_strict(x order by id), jsonb_agg_strict(x order by id) from a;
select json_object_agg_strict(id, x), jsonb_object_agg_strict(id, x) from a;
select json_object_agg_unique(id, x), jsonb_object_agg_unique(id, x) from a;
select json_object_agg_unique(g, x) from a;
select jsonb_object_agg_unique(g, x) from a;
select json_object_agg_unique_strict(g, x) from a where id in (2,3,4);
select jsonb_object_agg_unique_strict(g, x) from a where id in (2,3,4);
select json_object_agg(null, 1) from a;
select corr(y, x), covar_pop(y, x), covar_samp(y, x), regr_avgx(y,x), regr_avgy(y,x), regr_count(y,x) from a;
select regr_intercept(y,x), regr_r2(y,x), regr_slope(y,x), regr_sxx(y,x), regr_sxy(y,x), regr_syy(y,x) from a;
select corr(1,x), regr_r2(1,x), regr_slope(x,1), regr_intercept(x,1) from a;
select any_value(g), any_value(x) from a where id = 1;
select count(*), sum(x), avg(y), min(t), array_agg(x), string_agg(t,','), json_agg(x), bool_and(b), stddev(x), corr(y,x), regr_count(y,x), max(i), any_value(x), bit_and(x) from a where false;
select sum(x::int8), sum(x::int2), sum(y::real), avg(y::real), sum(n::int8), avg(x::int8) from a;
select sum(distinct x), avg(distinct x), count(distinct (x, g)), count(distinct t), sum(distinct y) from a;
select sum(9223372036854775807::int8) from a;
select sum(2147483647) from a;
select max(x::text), min(g || t), max(uuid_nil) from (select x, g, t, null::text as uuid_nil from a) s;
select max(j) from a;
select sum(t) from a;
select avg(b) from a;
select sum(x) filter (where b), count(*) filter (where x > 3 and b), sum(x) filter (where null) from a;
select g, sum(x) filter (where b), array_agg(x order by id) filter (where x is not null) from a group by g order by g;
select count(*) filter (where count(*) > 1) from a;
select sum(x order by y) from a;
select array_agg(distinct x order by y) from a;
select sum(sum(x)) from a;
select count(x, y) from a;
select count() from a;
select sum(*) from a;
select count(distinct *) from a;
select lower(distinct t) from a;
select lower(t order by t) from a;
select lower(t) filter (where true) from a;
select string_agg(distinct t, ',' order by t), string_agg(distinct t || g, g order by t || g) from a;
select string_agg(distinct x::text, ',' order by x) from a;
select g, mode() within group (order by x), count(*) from a group by g having count(x) > 1 order by g;
select array_agg(array[x,id]) from a;
select array_agg(ar) from a;
select array_agg(null::int[]) from a;
select string_agg(x::text, ', ' order by x desc nulls last, id) as s from a;
select count(*) = 5 and sum(x) > 1 from a;
select avg(x)::int, round(avg(n), 3), sum(x) / count(*) from a;
select (select sum(a.x) from a i where i.id = 1) from a where false;
select (select count(a.x)) from a;
select bit_and(x::int2), bit_or(x::int8), bit_xor(x::int8) from a;
select min(x), max(x) from a group by g having max(x) is not null order by 1;
select sum('NaN'::float8), avg('Infinity'::float8), max('NaN'::float8), min('-Infinity'::float8), sum('NaN'::numeric), avg('Infinity'::numeric) from a;
select var_pop(x), stddev_samp(x) from a where id = 1;
select max(c) from (values ('a'::char(3)), ('b')) v(c);
select min(b) from a;
select row_to_json(s) from (select id as "Key", g, row(x, t) as inner from a where id < 3) s order by id;
select to_jsonb(s), to_json(s) from (select id, null as n, array[1,2] as ar from a where id = 1) s;
select row_to_json(a) from (select id, g from a where id = 1) a;
select json_agg(s order by id) from (select id, g from a) s;
select row_to_json(json_each('{"a":1}'));
select row_to_json(row(1, 'x'));
select json_build_object('r', s) from (select 1 as a) s;
select s from (select 1 as a, 'x' as b) s;
select json_agg(a.*) from a where id = 1;
select json_agg(a) from a where id = 3;
select row_to_json(a) from a where id = 4;

-- several sort keys may be meant as arguments
select string_agg(x order by x, ',') from (values ('a'::text)) v(x);

select string_agg(distinct x order by x, ',') from (values ('a'::text)) v(x);

select no_such_aggregate(x order by x, 1) from (values (1)) v(x);

select no_such_aggregate(x order by x) from (values (1)) v(x);

select no_such_aggregate(1) within group (order by x, 1) from (values (1)) v(x);

-- of equal values that look different the first stays
select any_value(distinct x) from (values (-0.0::float8),(0::float8)) v(x);

select any_value(distinct x) from (values (0::float8), (-0.0::float8)) v(x);

select any_value(distinct x) from (values (0.00), (0.0)) v(x);

select any_value(distinct x) from (values (0.0), (0.00)) v(x);

select array_agg(distinct x) from (values (-0.0::float8), (0::float8)) v(x);

select array_agg(distinct x) from (values (0::float8),(-0.0::float8)) v(x);

select array_agg(distinct x) from (values (5), (0::float8),(-0.0::float8),(-1)) v(x);

select any_value(distinct x order by x desc) from (values (-0.0::float8),(0)) v(x);

select array_agg(distinct x order by x desc) from (values (0), (-0.0::float8)) v(x);

select array_agg(distinct x order by x desc) from (values (0.0), (0.00), (1)) v(x);

select array_agg(distinct x order by x desc nulls last) from (values (0.0), (null), (0.00), (1)) v(x);

select any_value(distinct x) from (values (-0.0::float4),(0)) v(x);

select any_value(distinct x) from (values ('1 day'::interval),('24:00')) v(x);

select any_value(distinct x) from (values (array[1.0]),(array[1.00])) v(x);

select array_agg(distinct x) from (values (row(1.0)),(row(1.00))) v(x);

select jsonb_agg(distinct x) from (values ('1.0'::jsonb),('1.00')) v(x);

select json_agg(distinct x) from (values ('a'::char(3)),('a')) v(x);

select string_agg(distinct x, y) from (values ('a', ','),('a', ';'), ('b', '+'), ('a', ',')) v(x, y);

select json_object_agg(distinct x, y) from (values ('a', 1.0),('a', 1.00), ('b', 2)) v(x, y);

select json_object_agg(distinct x, y order by x) from (values (1.0, 1.0),(1.00, 1.00), (2, 2)) v(x, y);

select sum(distinct x), avg(distinct x), count(distinct x) from (values (0.0), (0.00), (1.50), (1.5)) v(x);

select string_agg(distinct x::text, ',' ) filter (where x > 0) from (values (0.0), (0.00), (1.50), (1.5)) v(x);

select x from (values (1.00), (1.0)) v(x) except select 2.000;

select x from (values (1.00), (1.0)) v(x) union select 1.000;

select 1.000 union select x from (values (1.00), (1.0)) v(x);

select distinct x from (values (1.00), (1.0)) v(x);

select x, count(*) from (values (1.00), (1.0)) v(x) group by x;

select distinct on (x) x from (values (1.00), (1.0)) v(x);
