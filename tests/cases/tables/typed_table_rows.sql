create type ct as (a int, b text);
create table tt of ct;
insert into tt values (1, 'x'), (2, null);
-- unordered
select tt::ct, (tt::ct).a, row_to_json(tt::ct) from tt;
select bool_and(tt = tt::ct) from tt;
create table u (c ct);
insert into u select tt from tt;
insert into u select tt::ct from tt;
select c, (c).b from u order by (c).a;
select count(*) from tt join u on tt::ct = u.c;
create table t2 of ct;
insert into t2 values (1, 'x');
select t2::tt from t2;
select tt from tt where tt::ct in (select t2::ct from t2);
select array[tt::ct]::text from tt where a = 1;
update u set c = (select tt from tt where a = 2);
select distinct c from u;
-- operators of foreign keys
create table p (a int primary key, b bigint unique, c varchar unique, e text unique, f char(5) unique, h date unique, n numeric unique);
create table f1 (a int references p(a), b int references p(b), c text references p(c), e varchar references p(e), f char(3) references p(f), g smallint references p(a), h date references p(h), i bigint references p(a), n numeric(5, 2) references p(n));
select conname, conpfeqop::regoperator[]::text, conppeqop::regoperator[]::text, conffeqop::regoperator[]::text from pg_constraint where contype = 'f' order by 1;
-- defaults of domains
create sequence ds;
create domain dd as int default nextval('ds');
create table uses (a dd, b int);
drop sequence ds;
drop sequence ds cascade;
select typname from pg_type where typname = 'dd';
select attname from pg_attribute where attrelid = 'uses'::regclass and attnum > 0 and not attisdropped;
-- rows without columns
create table ei (a int);
insert into ei values (1), (1), (2);
select from ei order by a fetch first 1 row with ties;
select count(*) from (select from ei order by a fetch first 1 row with ties) q;
select exists (select from ei order by a offset 3 rows fetch next 1 row with ties);
