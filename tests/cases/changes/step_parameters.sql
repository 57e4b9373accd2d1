create table t (id int primary key, v int, s text);
insert into t values (1, 10, 'a'), (2, 20, 'b'), (3, 30, 'c');
create table log (id int, was int, s text);
-- parameters: 1 | 5
merge into t using (values (1), (2)) x(id) on t.id = x.id and t.id = $1 when matched then update set v = v + $2 when not matched then do nothing;
-- parameters: 100 | new | 7
merge into t using (values (2), (9)) x(id) on t.id = x.id when matched then update set v = $1 when not matched then insert values (x.id, $3, $2) returning merge_action(), t.*;
-- parameters: 2 | up
update t set s = $2 where id = $1 returning old.s, new.s, $2 || '!';
-- parameters: 3 | gone | 1
with d as (delete from t where id = $1 returning id, v) insert into log select id, v + $3, $2 from d returning *;
-- parameters: 1
with u as (update t set v = v * 2 where id = $1 returning id, v), i as (insert into log select id, v, 'doubled' from u returning *) select i.*, t.v as before from i join t using (id);
-- parameters: 4 | 40
insert into t values ($1, $2, 'four') on conflict (id) do update set v = excluded.v returning old.v, new.v;
-- parameters: 4 | 44
insert into t values ($1, $2, 'four') on conflict (id) do update set v = excluded.v returning old.v, new.v;
-- one shape, several literals
update t set v = 1 where id = 1 returning old.v, new.v;
update t set v = 2 where id = 1 returning old.v, new.v;
update t set v = 3 where id = 2 returning old.v, new.v;
update t set v = -4 where id = 2 returning old.v, new.v;
update t set s = 'x' where id = 1 returning old.s || ' -> ' || new.s;
update t set s = 'y' where id = 2 returning old.s || ' => ' || new.s;
with d as (delete from log where id = 3 returning *) select s, 'first' as which from d;
with d as (delete from log where id = 1 returning *) select s, 'second' as which from d;
with i as (insert into log values (7, 1, 'seven') returning *) select * from i where id > 5;
with i as (insert into log values (8, 2, 'eight') returning *) select * from i where id > 50;
merge into t using (values (1, 'm')) x(id, s) on t.id = x.id when matched then update set s = x.s returning merge_action(), t.s;
merge into t using (values (2, 'n')) x(id, s) on t.id = x.id when matched then update set s = x.s returning merge_action(), t.s;
merge into t using (values (77, 'n')) x(id, s) on t.id = x.id when matched then update set s = x.s returning merge_action(), t.s;
create table p (a int, b text) partition by range (a);
create table p1 partition of p for values from (1) to (10);
create table p2 partition of p for values from (10) to (20);
insert into p values (1, 'one') returning *, tableoid::regclass::text;
insert into p values (11, 'eleven') returning *, tableoid::regclass::text;
insert into p values (99, 'nowhere') returning *, tableoid::regclass::text;
insert into p values (2, 'two');
insert into p values (12, 'twelve');
insert into p values (3, null), (13, 'thirteen');
insert into p values (4, 'four'), (14, null);
update p set b = 'I' where a = 1 returning *;
update p set b = 'XI' where a = 11 returning *;
update p set a = 5 where a = 11 returning *;
update p set a = 15 where a = 1 returning *;
update p set a = 50 where a = 2 returning *;
delete from p where a = 12 returning *;
delete from p where a = 13 returning *;
delete from p where a = 1 returning *;
-- parameters: 6 | six
insert into p values ($1, $2) returning *, tableoid::regclass::text;
-- parameters: 16 | sixteen
insert into p values ($1, $2) returning *, tableoid::regclass::text;
-- parameters: 16 | 7
update p set a = $2 where a = $1 returning *, old.*, tableoid::regclass::text;
-- parameters: 7
delete from p where a = $1 returning *;
select * from p order by a;
select * from t order by id;
select * from log order by id, s;
with recursive g(n) as (select 1 union all select distinct n + 1 from g where n < 3) select array_agg(n order by n) from g;
with recursive g(n) as (select 2 union all select distinct n + 1 from g where n < 5) select array_agg(n order by n) from g;
-- parameters: 3 | 6
with recursive g(n) as (select $1::int union all select distinct n + 1 from g where n < $2) select array_agg(n order by n) from g;
