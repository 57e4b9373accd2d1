select string_agg(distinct 'x', ',' order by 'x');
select string_agg(distinct a, ',' order by a) from (values('b'::varchar),('a'),('b')) v(a);
select array_agg(distinct a order by a::text) from (values(1),(2)) v(a);
create table a(id int, x text);
create table b(id int, f bool);
insert into a values(1,'p'),(2,'q'),(2,'r');
insert into b values(1,true),(2,false),(3,true);
-- unordered
select (select count(a.x) filter (where b.f) from b) from a;
-- unordered
select (select count(a.x) from b) from a;
-- unordered
select (select count(*) filter (where a.id=1) from b) from a;
-- unordered
select a.id, (select count(*) filter (where a.id=1) from b) from a;
select a.id, (select string_agg(a.x, ',' order by b.id) from b) from a order by 1,2;
select (select string_agg(a.x, ',' order by a.id desc, a.x) from b limit 1) from a;
-- unordered
select * from a, lateral (select sum(a.id) from b) s;
-- unordered
select * from a, lateral (select count(*) from b group by b.id having min(a.id)>0) s;
-- unordered
select * from a join lateral (select 1 from b where count(a.id)>1) s on true;
-- unordered
select (select count(*) from b group by max(a.id)) from a;
-- unordered
select (select (select count(a.id)) from b limit 1) from a group by 1;
delete from a using (values(a.id)) v(i) where true;
delete from a using (select a.id) v(i) where true;
delete from a using lateral (select a.id) v(i) where true;
delete from a using b join lateral (select a.id) v(i) on true where true;
update a set x='u' from (select a.id) v(i) where true;
update a set x='u' from lateral (select a.id) v(i) where true;
update a set x='u' from b where b.id=a.id and a.id=1 returning a.*, b.f;
merge into a using lateral (select a.id) v(i) on true when matched then do nothing;
create table dep(id int primary key);
create table em(id int primary key, boss int references em, dep int references dep);
insert into dep values(1),(2),(3);
insert into em values(1,null,1),(2,1,2),(3,2,null),(4,3,null);
begin;
delete from em using dep t1 where em.id>2;
rollback;
begin;
delete from em using dep t1 where em.id>2 and em.dep is null;
-- unordered
select * from em;
rollback;
delete from em using dep t1 where em.id<3;
begin;
update em set dep=2 from dep t1 where t1.id=em.dep and t1.id>0 returning (select count(*) from em t2 where t1.id>1), (select t1.id);
rollback;
-- unordered
select (false and true), count(*) from em group by 1;
-- unordered
select not true, 1=1, count(*) from em group by 1,2;
