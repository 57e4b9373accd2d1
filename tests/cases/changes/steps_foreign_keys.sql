create table em(id int primary key, boss int references em, act bool);
create table ch(id int primary key, em int references em);
insert into em values(1,null,true),(2,1,false),(3,2,true),(4,3,false);
insert into ch values(1,4);
merge into em using (values(1),(3),(9)) v(k) on em.id=v.k when matched then delete when not matched by source then delete;
-- unordered
select count(*) from em;
delete from ch;
begin;
merge into em using (values(1),(3),(9)) v(k) on em.id=v.k when matched then delete when not matched by source then delete;
-- unordered
select count(*) from em;
rollback;
-- unordered
with d as (delete from em where id=1 returning id) delete from em using d where em.id>d.id returning em.id;
-- unordered
with d as (delete from em where id=1 returning id) select * from d;
-- unordered
with i as (insert into ch values(5,77) returning em) insert into em select em, null, true from i returning *;
-- unordered
select * from ch;
-- unordered
with i as (insert into ch values(6,78) returning em) insert into em select em+1, null, true from i returning *;
-- unordered
select replace('abc','',null), replace('abc','b',null), replace(null,'b','c');
-- unordered
select replace(a,b,c) from (values('abc','',null),('abc','b','x'),('abc','',''),('abc',null,'x')) v(a,b,c);
begin;
savepoint s;
merge into em using (values(1),(77)) v(k) on em.id=v.k when not matched then insert values (v.k, 555, null) when matched then do nothing;
rollback to s;
insert into em values (700, 999, true);
rollback;
