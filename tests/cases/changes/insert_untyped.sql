create table x (id serial, a varchar(5), b int, c date, d text);
insert into x (a) select distinct 'q' from generate_series(1, 3);
insert into x (c) select distinct '2020-01-01' from generate_series(1, 3);
insert into x (c) select '2020-01-01' from generate_series(1, 3) order by 1;
insert into x (c) select '2020-01-01' as day from generate_series(1, 3) order by day desc;
insert into x (c) select '2020-01-01' from generate_series(1, 3) limit 1;
insert into x (b, c) select i, '2020-01-01' from generate_series(1, 3) i order by 1;
insert into x (b, c) select i, '2020-01-01' from generate_series(1, 2) i group by 1;
insert into x (a) select 'z' from generate_series(1, 3) group by 1;
insert into x (a) select 'toolong' from generate_series(1, 3) group by 1;
insert into x (a, b) select 'y', count(*) from generate_series(1, 3) group by 1;
insert into x (a, b) select distinct on ('z') 'z', 1 from generate_series(1, 3);
insert into x (b, a) select distinct on (1) i, '7' from generate_series(1, 3) i;
insert into x (b, c) select distinct on (i) i, '2020-02-01' from generate_series(1, 3) i order by i;
insert into x (a) select 'w' union select 'w';
insert into x (c) select '2020-01-01' union select '2020-01-02';
insert into x (c) (select distinct '2020-01-01') union select current_date where false;
insert into x (c) select distinct null;
insert into x (a) select distinct null;
insert into x (d, a) select null, null order by 1;
-- parameters: p
insert into x (a) select distinct $1;
-- parameters: p2
insert into x (a) select $1 order by 1;
-- parameters: p3
insert into x (a) select $1 from generate_series(1, 2) group by 1;
-- parameters: p4 | 5
insert into x (a, b) select distinct $1, $2;
-- parameters: p5 | 5
insert into x (a, b) select distinct $1, $2::int;
-- parameters: 2020-01-01
insert into x (c) select $1;
with n as (insert into x (a) select distinct 'w' returning a) table n;
merge into x using (select distinct 'q' as k) s on x.a = s.k when matched then update set d = 'merged';
select a, b, c, d from x order by id;
select pg_typeof(u), u from (select distinct 'a' as u) s;
create view v as select distinct 'a' as u, 'b' as w;
select attname, atttypid::regtype::text from pg_attribute where attrelid = 'v'::regclass order by attnum;
select 1 as n union select 'x';
select 'x' as n union select 1;
select json '1' union select json '2';
