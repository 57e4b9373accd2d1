create table b (id int primary key, a text);
insert into b values (1,'x');
alter table b alter column id set default 'x';
alter table b alter column id set default x;
insert into b values (1,'y'), (2, 'z') on conflict (id) do update set a = excluded.a returning old.*, new.*, old.a is null, old;
insert into b values (1,'y'), (3, 'z') on conflict (id) do nothing returning old.*, new.*;
insert into b values (1,'q') on conflict (id) do update set a = excluded.a where false returning old.*, new.*;
insert into b as t values (1,'r') on conflict (id) do update set a = excluded.a || t.a returning with (old as o, new as n) o.a, n.a, o.a || n.a;
insert into b values (1,'r') on conflict (id) do update set a = (select max(a) from b) returning old.a, new.a, (select count(*) from b where b.a = old.a);
with w as (insert into b values (1,'w'), (9, 'n') on conflict (id) do update set a = excluded.a returning old.a as was, new.a as now) select * from w;
-- unordered
insert into b select id + 1, 'sel' from b on conflict (id) do update set a = b.a || excluded.a returning old.*, new.*;
create unique index on b (lower(a)) where id > 5;
insert into b values (7, 'K') on conflict (lower(a)) where id > 5 do update set a = excluded.a || '!' returning old, new;
insert into b values (8, 'k') on conflict (lower(a)) where id > 5 do update set a = excluded.a || '!' returning old, new;
select * from b order by 1;
