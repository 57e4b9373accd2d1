-- unordered
select count(*) over (partition by 'x') from generate_series(1,2);
-- unordered
select -1 as a, count(*) from generate_series(1,3) group by 1;
-- unordered
select -(1) as a, 2.5, 'q', null, count(*) from generate_series(1,3) group by 1,2,3,4;
-- unordered
select +1 as a, count(*) from generate_series(1,3) group by grouping sets ((1),());
create table em(id int, act bool);
insert into em values (1,true),(2,false);
-- unordered
select true is unknown, count(*) from em group by 1;
-- unordered
select 1 is null, 'x' = 'y', null::int is distinct from 3, count(*) from em group by 1,2,3;
-- unordered
select coalesce(1,1), count(*) from em group by 1;
-- unordered
select date '2020-01-01', count(*) from em group by 1;
