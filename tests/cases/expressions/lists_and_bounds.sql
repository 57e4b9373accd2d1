CREATE TYPE couple AS (a int, b text);

-- members of IN that name no column are one array; rows are compared by their fields
select row(1,null)::couple in (row(1,null)::couple);

select row(1,null)::couple in (row(1,null)::couple, row(2,null)::couple);

select row(1,null)::couple is distinct from row(1,null)::couple;

select row(1,null)::couple = row(1,null)::couple;

select row(1,null) in (row(1,null)::couple);

select row(1,2) in ((1,2),(3,4),(select 1,2));

select row(1,2) in ((1,2),(1,2,3));

select c in (row(1,'x')::couple, row(2,'x')::couple) from (values (row(1,'x')::couple)) v(c);

select 9007199254740993::int8 in (f, 9007199254740992, 1) from (values (2::float8)) v(f);

select 9007199254740993::int8 in (f, 9007199254740992) from (values (2::float8)) v(f);

select 9007199254740993::int8 not in (f, 9007199254740992, 1) from (values (2::float8)) v(f);

select 'a' in ('b', f) from (values (2::float8)) v(f);

select 'a' in ('b','c', f) from (values (2::float8)) v(f);

select '1' in ('b', 2);

select f in (1, '2') from (values (2::float8)) v(f);

select 1 in (null, null), null in (null, null);

select 1 in (f, '2', 'x') from (values (2::float8)) v(f);

select 1 in (f, '2', '3', f + 1) from (values (0::float8)) v(f);

select 1 in (1.5, 'x');

select (select 1) in (1, 1/0);

select n in (1,1.5,n) from (values(1)) v(n);

select n in (1/0, n) from (values(1)) v(n);

select n in (n, 1/0) from (values(1)) v(n);

select n in (n, 1/0, 2) from (values(1)) v(n);

select n in (n, 1/(n-1), 2) from (values(1)) v(n);

select n in (2, 1/(n-1), n) from (values(1)) v(n);

select 1 in ((select 1 from (values (1)) w(m) where m = n), 2, 3) from (values(1)) v(n);

select array[1] in (array[1],'{2}'), '{}'::int2[] in (''::text::int2[], '{}');

select '{}'::int2[] in ('{}', ''::text::int2[]);

select '1'::json in ('1', '2');

select '1'::json not in ('1', '2');

select '1'::json in ('1');

select '1'::json in (n, '2') from (values ('1'::json)) v(n);

select array['1'::json] in (array['1'::json], '{2}');

select date '2024-01-01' in ('2024-01-01', '2024-01-02'), date '2024-01-01' in (now()::date, 'epoch');

-- BETWEEN is two comparisons, analyzed one after the other
select (1,2) between (1,1) and (1,3), (1,null) between (1,1) and (1,3), (0,null) between symmetric (1,3) and (1,1);

select (1,2) between (1,1,2) and (1,3);

select (1,2) between (select 1,2) and (1,3);

select 1 between '1'::json and nosuch;

select 1 between symmetric '1'::json and nosuch;

select 1 between nosuch and '1'::json;

select 1 between 1 and '1'::json;

select n between symmetric 3 and 1, n not between symmetric 3 and 1, n not between 1 and 3, n between 3 and 1 from generate_series(0,4) n;

-- parameters: 2 | 1
select $1 between $2 and 3;

-- parameters: 2 | 1
select n from generate_series(0,4) n where n not between symmetric $1 and $2;

select sum(n) between 1 and 10, count(*) not between 3 and 4 from generate_series(1,4) n;

CREATE VIEW bounds AS SELECT n BETWEEN 1 AND 3 AS b, n NOT BETWEEN SYMMETRIC 1 AND 3 AS c, n IN (1, 2) AS d, n IN (n, 1) AS e, n NOT IN (1, n, 2) AS f FROM generate_series(1, 4) n;

SELECT * FROM bounds;

SELECT pg_get_viewdef('bounds'::regclass);
select '(1,2)'::point not in ('(1,2)'::point, '(-3,4)'::point);
select '(1,2)'::point not in ('(1,2)'::point);
select '(1,2)'::point in ('(1,2)'::point);
select '(1,2)'::point not in (select '(1,2)'::point);
select p from (values ('(1,2)'::point),('(3,4)')) v(p) where p not in ('(1,2)'::point, null);
select 1 not in (1,null), 1 in (2,null), 3 not in (1,2);
select row(1,2) not in (row(1,2), row(2,3));
create table pts (p point, n int);
insert into pts values ('(1,2)',1),('(3,4)',2),(null,3);
select * from pts where p not in ('(1,2)','(5,6)') or n not in (1,2);
create view vp as select * from pts where p not in ('(1,2)','(5,6)') and n not in (3,4);
select pg_get_viewdef('vp');
select * from vp;
select * from pts where p not in ('(1,2)'::point, '(3,4)'::point, p);
drop view vp;
drop table pts;
