create table p (a int, b text) partition by range (a);
create table p1 partition of p for values from (1) to (10);
create table p2 partition of p for values from (10) to (20);
-- unordered
select relname, relkind, relispartition, pg_get_expr(relpartbound, oid), reltype<>0, relhassubclass, reloftype, relfilenode=0 fn, relam, relreplident, relhasindex from pg_class where relname ~ '^p' and relnamespace = 'public'::regnamespace;
-- unordered
select partrelid::regclass::text, partstrat, partnatts, partdefid, partattrs, partclass, partcollation, partexprs from pg_partitioned_table;
-- unordered
select inhrelid::regclass::text, inhparent::regclass::text, inhseqno, inhdetachpending from pg_inherits;
-- unordered
select attrelid::regclass::text, attname, attislocal, attinhcount, attnum from pg_attribute where attrelid::regclass::text ~ '^p[12]?$' and attnum > 0;
insert into p values (1, 'one'), (11, 'eleven'), (5, 'five') returning *, tableoid::regclass::text;
insert into p values (2, 'two');
insert into p (b, a) select 's' || g, g from generate_series(12, 15) g;
select *, tableoid::regclass::text from p order by a;
-- unordered
select * from p;
select * from only p;
-- unordered
select count(*), max(a), min(b) from p;
insert into p values (30, 'x');
insert into p values (null, 'x');
insert into p1 values (30, 'x');
insert into p1 values (3, 'direct');
update p set b = b || '!' where a < 12 returning *;
update p set a = a + 10 where a = 1 returning *, tableoid::regclass::text, old.tableoid::regclass::text, old.a;
update p set a = 99 where a = 2;
update p1 set a = 99 where a = 2;
update p set a = 18 from (values (2, 'joined')) v(x, y) where a = v.x returning p.*, v.*;
select tableoid::regclass::text, * from p order by a, b;
delete from p where a = 12 returning *, tableoid::regclass::text;
delete from p using (values (13)) v(x) where a = v.x returning p.*, x;
delete from p where a = 14;
delete from only p;
select tableoid::regclass::text, * from p order by a, b;
update only p set b = 'x';
with moved as (delete from p where a = 15 returning *) insert into p select a - 10, b from moved returning *;
with ins as (insert into p values (7, 'seven'), (17, 'seventeen') returning *, tableoid::regclass::text as t) select * from ins;
select p.a, q.b from p join p q on p.a = q.a + 10 order by 1;
select exists (select from p where a = 7), (select b from p where a = 17), p from p where a = 7;
select a, p is null from (values (7), (8)) v(x) left join p on a = x;
truncate p;
-- unordered
select count(*) from p;
insert into p1 values (1, 'a');
truncate p1;
truncate only p;
drop table p1;
insert into p values (1, 'x');
drop table p;
-- unordered
select relname from pg_class where relname in ('p', 'p1', 'p2');
