create table p (a int, b text, c int default 7) partition by range (a);
create table p1 partition of p for values from (1) to (10);
create table p2 partition of p for values from (10) to (20);
insert into p values (1, 'a'), (11, 'b'), (3, 'c');
create table s (a int, b text);
insert into s values (1, 'm'), (12, 'n'), (11, 'o');
begin;
-- unordered
merge into p using s on p.a = s.a when matched then update set b = s.b || p.b when not matched then insert (a, b) values (s.a, s.b) returning merge_action(), p.*, s.a, tableoid::regclass::text;
select tableoid::regclass::text, * from p order by a;
rollback;
begin;
-- unordered
merge into p using s on p.a = s.a when matched and s.a = 1 then update set a = 15 when matched then delete when not matched by target then do nothing when not matched by source then update set c = 0 returning merge_action(), old.*, new.*;
select tableoid::regclass::text, * from p order by a;
rollback;
merge into p using s on p.a = s.a when not matched then insert values (99, 'x');
merge into p using s on p.a = s.a when matched then update set a = 50;
merge into p using (values (1), (1)) v(a) on p.a = v.a when matched then delete;
merge into p as t using s on t.a = s.a when matched and t.a > 5 then delete;
select * from p order by a;
create table par (id int primary key, v text);
create table chi (w int) inherits (par);
insert into par values (1, 'p');
insert into chi values (2, 'c', 5);
-- unordered
merge into par using (values (1, 'x'), (2, 'y'), (3, 'z')) n(id, v) on par.id = n.id when matched then update set v = n.v when not matched then insert values (n.id, n.v) returning merge_action(), par.*, tableoid::regclass::text;
select tableoid::regclass::text, * from par order by id;
-- unordered
merge into only par using (values (2, 'q')) n(id, v) on par.id = n.id when matched then update set v = n.v when not matched then insert values (n.id + 10, n.v) returning merge_action(), par.*;
with m as (merge into p using s on p.a = s.a when matched then update set b = 'w' returning p.a, p.b) select * from m order by 1;
create view v as select a as k, b as t from p where a < 15;
-- unordered
merge into v using s on v.k = s.a when matched then update set t = 'via view' when not matched then insert values (s.a, s.b) returning merge_action(), v.*;
select * from p order by a;
