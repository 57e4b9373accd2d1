create table gr (id int primary key, a text, b int, c date, v numeric);
insert into gr values (1,'x',1,'2024-01-01',10),(2,'x',2,'2024-01-01',20),(3,'y',1,'2024-02-01',30),(4,'y',null,null,40),(5,null,1,'2024-01-15',null),(6,'x',1,'2024-02-02',5.5);
-- unordered
select a, count(*), sum(v) from gr group by a;
-- unordered
select a, max(id) from gr where v > 5 group by a having count(*) > 1;
-- unordered
select a, b, count(*), sum(v) from gr group by a, b;
-- unordered
select a, b, max(id) from gr where v > 5 group by a, b having count(*) > 1;
-- unordered
select b, a, count(*), sum(v) from gr group by b, a;
-- unordered
select b, a, max(id) from gr where v > 5 group by b, a having count(*) > 1;
-- unordered
select a, b, count(*), sum(v) from gr group by (a, b);
-- unordered
select a, b, max(id) from gr where v > 5 group by (a, b) having count(*) > 1;
-- unordered
select a || '!', count(*), sum(v) from gr group by a || '!';
-- unordered
select a || '!', max(id) from gr where v > 5 group by a || '!' having count(*) > 1;
-- unordered
select b % 2, count(*), sum(v) from gr group by b % 2;
-- unordered
select b % 2, max(id) from gr where v > 5 group by b % 2 having count(*) > 1;
-- unordered
select date_trunc('month', c), count(*), sum(v) from gr group by date_trunc('month', c);
-- unordered
select date_trunc('month', c), max(id) from gr where v > 5 group by date_trunc('month', c) having count(*) > 1;
-- unordered
select a, count(*), sum(v) from gr group by 1;
-- unordered
select a, max(id) from gr where v > 5 group by 1 having count(*) > 1;
-- unordered
select a, b, count(*), sum(v) from gr group by 2, 1;
-- unordered
select a, b, max(id) from gr where v > 5 group by 2, 1 having count(*) > 1;
-- unordered
select lower(a), count(*), sum(v) from gr group by lower(a);
-- unordered
select lower(a), max(id) from gr where v > 5 group by lower(a) having count(*) > 1;
-- unordered
select a, b, count(*), sum(v) from gr group by a, (b);
-- unordered
select a, b, max(id) from gr where v > 5 group by a, (b) having count(*) > 1;
-- unordered
select 1, count(*), sum(v) from gr group by ();
-- unordered
select 1, max(id) from gr where v > 5 group by () having count(*) > 1;
-- unordered
select a, count(*), sum(v) from gr group by a, ();
-- unordered
select a, max(id) from gr where v > 5 group by a, () having count(*) > 1;
-- unordered
select case when b = 1 then 'one' else 'other' end, count(*), sum(v) from gr group by case when b = 1 then 'one' else 'other' end;
-- unordered
select case when b = 1 then 'one' else 'other' end, max(id) from gr where v > 5 group by case when b = 1 then 'one' else 'other' end having count(*) > 1;
-- unordered
select b is null, count(*), sum(v) from gr group by b is null;
-- unordered
select b is null, max(id) from gr where v > 5 group by b is null having count(*) > 1;
-- unordered
select coalesce(a, 'none'), count(*), sum(v) from gr group by coalesce(a, 'none');
-- unordered
select coalesce(a, 'none'), max(id) from gr where v > 5 group by coalesce(a, 'none') having count(*) > 1;
-- unordered
select a, b, count(*), sum(v) from gr group by (a), (b);
-- unordered
select a, b, max(id) from gr where v > 5 group by (a), (b) having count(*) > 1;
-- unordered
select row(a, b), count(*), sum(v) from gr group by row(a, b);
-- unordered
select row(a, b), max(id) from gr where v > 5 group by row(a, b) having count(*) > 1;
-- unordered
select a, count(*), sum(v), grouping(a) from gr group by rollup (a);
-- unordered
select a, count(distinct b), min(c) from gr group by rollup (a) having count(*) > 1;
-- unordered
select coalesce(a, 'all'::text), count(*) from gr group by rollup (a);
-- unordered
select a, b, count(*), sum(v), grouping(a, b) from gr group by rollup (a, b);
-- unordered
select a, b, count(distinct b), min(c) from gr group by rollup (a, b) having count(*) > 1;
-- unordered
select coalesce(a, 'all'::text), count(*) from gr group by rollup (a, b);
-- unordered
select a, b, count(*), sum(v), grouping(a, b) from gr group by cube (a, b);
-- unordered
select a, b, count(distinct b), min(c) from gr group by cube (a, b) having count(*) > 1;
-- unordered
select coalesce(a, 'all'::text), count(*) from gr group by cube (a, b);
-- unordered
select a, b, count(*), sum(v), grouping(a, b) from gr group by rollup ((a, b));
-- unordered
select a, b, count(distinct b), min(c) from gr group by rollup ((a, b)) having count(*) > 1;
-- unordered
select coalesce(a, 'all'::text), count(*) from gr group by rollup ((a, b));
-- unordered
select a, b, count(*), sum(v), grouping(a, b) from gr group by grouping sets ((a), (b));
-- unordered
select a, b, count(distinct b), min(c) from gr group by grouping sets ((a), (b)) having count(*) > 1;
-- unordered
select coalesce(a, 'all'::text), count(*) from gr group by grouping sets ((a), (b));
-- unordered
select a, b, count(*), sum(v), grouping(a, b) from gr group by grouping sets ((a, b), (a), ());
-- unordered
select a, b, count(distinct b), min(c) from gr group by grouping sets ((a, b), (a), ()) having count(*) > 1;
-- unordered
select coalesce(a, 'all'::text), count(*) from gr group by grouping sets ((a, b), (a), ());
-- unordered
select a, b, count(*), sum(v), grouping(a, b) from gr group by grouping sets (a, rollup (b));
-- unordered
select a, b, count(distinct b), min(c) from gr group by grouping sets (a, rollup (b)) having count(*) > 1;
-- unordered
select coalesce(a, 'all'::text), count(*) from gr group by grouping sets (a, rollup (b));
-- unordered
select count(*), sum(v) from gr group by grouping sets ((), ());
-- unordered
select count(distinct b), min(c) from gr group by grouping sets ((), ()) having count(*) > 1;
-- unordered
select a, b, count(*), sum(v), grouping(a, b) from gr group by a, rollup (b);
-- unordered
select a, b, count(distinct b), min(c) from gr group by a, rollup (b) having count(*) > 1;
-- unordered
select coalesce(a, 'all'::text), count(*) from gr group by a, rollup (b);
-- unordered
select a, b, count(*), sum(v), grouping(a, b) from gr group by rollup (a), rollup (b);
-- unordered
select a, b, count(distinct b), min(c) from gr group by rollup (a), rollup (b) having count(*) > 1;
-- unordered
select coalesce(a, 'all'::text), count(*) from gr group by rollup (a), rollup (b);
-- unordered
select a, b, count(*), sum(v), grouping(a, b) from gr group by cube (a), b;
-- unordered
select a, b, count(distinct b), min(c) from gr group by cube (a), b having count(*) > 1;
-- unordered
select coalesce(a, 'all'::text), count(*) from gr group by cube (a), b;
-- unordered
select a, b, count(*), sum(v), grouping(a, b) from gr group by grouping sets (cube (a, b), (a));
-- unordered
select a, b, count(distinct b), min(c) from gr group by grouping sets (cube (a, b), (a)) having count(*) > 1;
-- unordered
select coalesce(a, 'all'::text), count(*) from gr group by grouping sets (cube (a, b), (a));
-- unordered
select a, count(*), sum(v), grouping(a) from gr group by grouping sets ((a), (a));
-- unordered
select a, count(distinct b), min(c) from gr group by grouping sets ((a), (a)) having count(*) > 1;
-- unordered
select coalesce(a, 'all'::text), count(*) from gr group by grouping sets ((a), (a));
-- unordered
select a, count(*), sum(v), grouping(a) from gr group by distinct rollup (a), rollup (a);
-- unordered
select a, count(distinct b), min(c) from gr group by distinct rollup (a), rollup (a) having count(*) > 1;
-- unordered
select coalesce(a, 'all'::text), count(*) from gr group by distinct rollup (a), rollup (a);
-- unordered
select a, count(*), sum(v), grouping(a) from gr group by distinct grouping sets ((a), (a), ());
-- unordered
select a, count(distinct b), min(c) from gr group by distinct grouping sets ((a), (a), ()) having count(*) > 1;
-- unordered
select coalesce(a, 'all'::text), count(*) from gr group by distinct grouping sets ((a), (a), ());
-- unordered
select a, count(*), sum(v), grouping(a) from gr group by all rollup (a);
-- unordered
select a, count(distinct b), min(c) from gr group by all rollup (a) having count(*) > 1;
-- unordered
select coalesce(a, 'all'::text), count(*) from gr group by all rollup (a);
-- unordered
select a, b, count(*), sum(v), grouping(a, b) from gr group by rollup (a, (a, b));
-- unordered
select a, b, count(distinct b), min(c) from gr group by rollup (a, (a, b)) having count(*) > 1;
-- unordered
select coalesce(a, 'all'::text), count(*) from gr group by rollup (a, (a, b));
-- unordered
select a, b, count(*), sum(v), grouping(a, b) from gr group by cube ((a), (b));
-- unordered
select a, b, count(distinct b), min(c) from gr group by cube ((a), (b)) having count(*) > 1;
-- unordered
select coalesce(a, 'all'::text), count(*) from gr group by cube ((a), (b));
select a, sum(v) from gr group by rollup (a) order by a nulls last, 2;
select a, b, sum(v) from gr group by rollup (a, b) order by a, b, 3;
select a, grouping(a) as g from gr group by rollup (a) order by grouping(a), a;
select grouping(a) from gr;
select grouping(b) from gr group by a;
select grouping(a, b) from gr group by a;
select a from gr group by rollup (a) having grouping(a) = 1;
-- unordered
select a, rank() over (order by sum(v) desc nulls last) from gr group by a;
select sum(v) filter (where a = 'x'), count(*) filter (where b is null) from gr;
select count(*), count(a), count(distinct a), count(b), sum(b), avg(b), min(a), max(c), bool_and(b = 1), every(b > 0) from gr;
select count(*), sum(v), avg(v), min(v), max(a) from gr where false;
select stddev(v), variance(v), stddev_pop(v), var_pop(v) from gr;
select corr(v, b), covar_pop(v, b), regr_slope(v, b) from gr;
select percentile_cont(0.5) within group (order by v), percentile_disc(0.5) within group (order by v), mode() within group (order by b) from gr;
select percentile_cont(array[0.25, 0.75]) within group (order by v) from gr;
select rank(20) within group (order by v), dense_rank(20) within group (order by v), percent_rank(20) within group (order by v), cume_dist(20) within group (order by v) from gr;
select string_agg(a, ',' order by id), string_agg(distinct a, ',' order by a desc), array_agg(b order by id desc) from gr;
select array_agg(distinct b order by b nulls first) from gr;
select json_agg(b order by id), jsonb_agg(a order by id), json_object_agg(id, a order by id) from gr;
select bit_and(b), bit_or(b), bit_xor(b) from gr;
select any_value(a) is null from gr where id = 5;
select sum(v) from gr group by ();
select 1 from gr group by () having false;
select 1 having true;
select 1 having false;
select count(*) having count(*) > 0;
select a, count(*) from gr group by a order by count(*) desc, a nulls last limit 1;
select a as b, count(*) from gr group by b order by 1 nulls last, 2;
select b as a, count(*) from gr group by a order by 1 nulls last, 2;
select id, a, v from gr group by id order by id;
select gr.* from gr group by id order by id;
select g.id, g.a, count(*) from gr g join gr h on h.b = g.b group by g.id order by g.id;
select g.id, h.a from gr g join gr h on h.b = g.b group by g.id;
select a, (select count(*) from gr h where h.a = gr.a) from gr group by a order by a;
select a, (select sum(h.v) from gr h where h.b = gr.b) from gr group by a;
select (select sum(gr.v)) from gr;
select (select count(gr.id) from gr h limit 1) from gr;
select a, count(*) * 2 + 1 as n from gr group by a having sum(v) is not null order by n, a;
select distinct count(*) from gr group by a order by 1;
select a, b from gr group by 1, 2 order by 1 nulls last, 2 nulls last;
select a, b from gr group by 1, 3;
select max(v) - min(v) as spread, a from gr group by a order by spread nulls last, a;
select date_part('month', c), count(*) from gr group by date_part('month', c) order by 1;
select extract(month from c) m, sum(v) from gr group by m order by m;
