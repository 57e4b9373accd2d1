create table up (id int primary key, a int, b text, c numeric(6,2), arr int[], d date default '2024-01-01');
create table src (k int, v int, w text);
insert into up select i, i * 10, 'b' || i, i / 2.0, array[i, i + 1], date '2024-01-01' + i from generate_series(1, 6) i;
insert into src values (1, 100, 'one'), (2, 200, 'two'), (2, 201, 'deux'), (7, 700, 'seven');
begin;
update up set a = 1 where id <= 2 returning *;
rollback;
begin;
update up as u set a = 1 returning u.id, u.a, u.b;
select sum(a), count(b) from up;
rollback;
begin;
update up set a = a + 1, b = b || '!' where id <= 2 returning *;
rollback;
begin;
update up set (a, b) = (5, 'five') where id <= 2 returning *;
rollback;
begin;
update up set (a, b) = row(6, 'six') where id <= 2 returning *;
rollback;
begin;
update up as u set (a, b) = row(6, 'six') returning u.id, u.a, u.b;
select sum(a), count(b) from up;
rollback;
begin;
update up set (a, b) = (select 7, 'seven') where id <= 2 returning *;
rollback;
begin;
-- unordered
update up set (a, b) = (select v, w from src where k = up.id limit 1) where id <= 2 returning *;
rollback;
begin;
update up set (a) = (8) where id <= 2 returning *;
rollback;
begin;
update up as u set (a) = (8) returning u.id, u.a, u.b;
select sum(a), count(b) from up;
rollback;
begin;
update up set (a) = row(9) where id <= 2 returning *;
rollback;
begin;
update up set a = default where id <= 2 returning *;
rollback;
begin;
update up set d = default, a = 1 where id <= 2 returning *;
rollback;
begin;
update up as u set d = default, a = 1 returning u.id, u.a, u.b;
select sum(a), count(b) from up;
rollback;
begin;
update up set (a, d) = (1, default) where id <= 2 returning *;
rollback;
begin;
update up set arr[1] = 99 where id <= 2 returning *;
rollback;
begin;
update up set arr[1:2] = '{7,8}' where id <= 2 returning *;
rollback;
begin;
update up as u set arr[1:2] = '{7,8}' returning u.id, u.a, u.b;
select sum(a), count(b) from up;
rollback;
begin;
update up set arr[5] = 5 where id <= 2 returning *;
rollback;
begin;
update up set arr = array_append(arr, 1) where id <= 2 returning *;
rollback;
begin;
-- unordered
update up set a = (select max(v) from src) where id <= 2 returning *;
rollback;
begin;
-- unordered
update up as u set a = (select max(v) from src) returning u.id, u.a, u.b;
select sum(a), count(b) from up;
rollback;
begin;
-- unordered
update up set a = (select v from src) where id <= 2 returning *;
rollback;
begin;
update up set a = 'x' where id <= 2 returning *;
rollback;
begin;
update up set a = '12' where id <= 2 returning *;
rollback;
begin;
update up as u set a = '12' returning u.id, u.a, u.b;
select sum(a), count(b) from up;
rollback;
begin;
update up set a = 1.6 where id <= 2 returning *;
rollback;
begin;
update up set b = 5 where id <= 2 returning *;
rollback;
begin;
update up set c = 99999 where id <= 2 returning *;
rollback;
begin;
update up as u set c = 99999 returning u.id, u.a, u.b;
select sum(a), count(b) from up;
rollback;
begin;
update up set zz = 1 where id <= 2 returning *;
rollback;
begin;
update up set a = 1, a = 2 where id <= 2 returning *;
rollback;
begin;
update up set up.a = 1 where id <= 2 returning *;
rollback;
begin;
update up as u set u.a = 1 returning u.id, u.a, u.b;
select sum(a), count(b) from up;
rollback;
begin;
update up set a = src.v where id <= 2 returning *;
rollback;
begin;
update up set id = id + 100 where id <= 2 returning *;
rollback;
begin;
update up set id = 1 where id <= 2 returning *;
rollback;
begin;
update up as u set id = 1 returning u.id, u.a, u.b;
select sum(a), count(b) from up;
rollback;
begin;
update up set a = null, b = null where id <= 2 returning *;
rollback;
begin;
update up set c = a / 0 where id <= 2 returning *;
rollback;
begin;
update up set a = count(*) where id <= 2 returning *;
rollback;
begin;
update up as u set a = count(*) returning u.id, u.a, u.b;
select sum(a), count(b) from up;
rollback;
begin;
update up set a = row_number() over () where id <= 2 returning *;
rollback;
begin;
update up set a = generate_series(1, 2) where id <= 2 returning *;
rollback;
begin;
update up set (a, b) = (1) where id <= 2 returning *;
rollback;
begin;
update up as u set (a, b) = (1) returning u.id, u.a, u.b;
select sum(a), count(b) from up;
rollback;
begin;
update up set (a, b) = (1, 2, 3) where id <= 2 returning *;
rollback;
begin;
update up set (a, b) = (select 1) where id <= 2 returning *;
rollback;
begin;
update up set a = $$7$$ where id <= 2 returning *;
rollback;
begin;
update up as u set a = $$7$$ returning u.id, u.a, u.b;
select sum(a), count(b) from up;
rollback;
begin;
update up set b = upper(b) || length(b) where id <= 2 returning *;
rollback;
begin;
update up set a = case when a > 30 then 1 else 0 end where id <= 2 returning *;
rollback;
begin;
update up set a = coalesce(null, a) where id <= 2 returning *;
rollback;
begin;
update up as u set a = coalesce(null, a) returning u.id, u.a, u.b;
select sum(a), count(b) from up;
rollback;
begin;
update up set d = d + 30 where id <= 2 returning *;
rollback;
begin;
update up set d = '2024-02-30' where id <= 2 returning *;
rollback;
begin;
update up set a = src.v from src where src.k = up.id and v <> 201 ;
rollback;
begin;
-- unordered
update up set a = src.v from src where src.k = up.id and v <> 201 returning up.*;
rollback;
begin;
-- unordered
update up set a = src.v from src where src.k = up.id and v <> 201 returning up.id, up.a;
rollback;
begin;
-- unordered
update up set a = src.v from src where src.k = up.id and v <> 201 returning *;
rollback;
begin;
-- unordered
update up set a = src.v from src where src.k = up.id and v <> 201 returning old.a, new.a;
rollback;
begin;
update up set a = s.v, b = s.w from src s where s.k = up.id and s.k = 1 ;
rollback;
begin;
-- unordered
update up set a = s.v, b = s.w from src s where s.k = up.id and s.k = 1 returning up.*;
rollback;
begin;
-- unordered
update up set a = s.v, b = s.w from src s where s.k = up.id and s.k = 1 returning up.id, up.a;
rollback;
begin;
-- unordered
update up set a = s.v, b = s.w from src s where s.k = up.id and s.k = 1 returning *;
rollback;
begin;
-- unordered
update up set a = s.v, b = s.w from src s where s.k = up.id and s.k = 1 returning old.a, new.a;
rollback;
begin;
update up set a = q.m from (select k, max(v) as m from src group by k) q where q.k = up.id ;
rollback;
begin;
-- unordered
update up set a = q.m from (select k, max(v) as m from src group by k) q where q.k = up.id returning up.*;
rollback;
begin;
-- unordered
update up set a = q.m from (select k, max(v) as m from src group by k) q where q.k = up.id returning up.id, up.a;
rollback;
begin;
-- unordered
update up set a = q.m from (select k, max(v) as m from src group by k) q where q.k = up.id returning *;
rollback;
begin;
-- unordered
update up set a = q.m from (select k, max(v) as m from src group by k) q where q.k = up.id returning old.a, new.a;
rollback;
begin;
update up set a = up.a + x.a from up x where x.id = up.id - 1 ;
rollback;
begin;
-- unordered
update up set a = up.a + x.a from up x where x.id = up.id - 1 returning up.*;
rollback;
begin;
-- unordered
update up set a = up.a + x.a from up x where x.id = up.id - 1 returning up.id, up.a;
rollback;
begin;
-- unordered
update up set a = up.a + x.a from up x where x.id = up.id - 1 returning *;
rollback;
begin;
-- unordered
update up set a = up.a + x.a from up x where x.id = up.id - 1 returning old.a, new.a;
rollback;
begin;
update up set a = 0 from src, generate_series(1, 2) g where src.k = up.id and g = 1 and src.k = 1 ;
rollback;
begin;
-- unordered
update up set a = 0 from src, generate_series(1, 2) g where src.k = up.id and g = 1 and src.k = 1 returning up.*;
rollback;
begin;
-- unordered
update up set a = 0 from src, generate_series(1, 2) g where src.k = up.id and g = 1 and src.k = 1 returning up.id, up.a;
rollback;
begin;
-- unordered
update up set a = 0 from src, generate_series(1, 2) g where src.k = up.id and g = 1 and src.k = 1 returning *;
rollback;
begin;
-- unordered
update up set a = 0 from src, generate_series(1, 2) g where src.k = up.id and g = 1 and src.k = 1 returning old.a, new.a;
rollback;
begin;
update up set a = src.v from src left join up u2 on u2.id = src.k where src.k = up.id and src.k = 1 ;
rollback;
begin;
-- unordered
update up set a = src.v from src left join up u2 on u2.id = src.k where src.k = up.id and src.k = 1 returning up.*;
rollback;
begin;
-- unordered
update up set a = src.v from src left join up u2 on u2.id = src.k where src.k = up.id and src.k = 1 returning up.id, up.a;
rollback;
begin;
-- unordered
update up set a = src.v from src left join up u2 on u2.id = src.k where src.k = up.id and src.k = 1 returning *;
rollback;
begin;
-- unordered
update up set a = src.v from src left join up u2 on u2.id = src.k where src.k = up.id and src.k = 1 returning old.a, new.a;
rollback;
begin;
update up set a = 0 from nosuch where true ;
rollback;
begin;
-- unordered
update up set a = 0 from nosuch where true returning up.*;
rollback;
begin;
-- unordered
update up set a = 0 from nosuch where true returning up.id, up.a;
rollback;
begin;
-- unordered
update up set a = 0 from nosuch where true returning *;
rollback;
begin;
-- unordered
update up set a = 0 from nosuch where true returning old.a, new.a;
rollback;
begin;
update up set a = 0 from up where true ;
rollback;
begin;
-- unordered
update up set a = 0 from up where true returning up.*;
rollback;
begin;
-- unordered
update up set a = 0 from up where true returning up.id, up.a;
rollback;
begin;
-- unordered
update up set a = 0 from up where true returning *;
rollback;
begin;
-- unordered
update up set a = 0 from up where true returning old.a, new.a;
rollback;
begin;
update up set b = l.x from lateral (select 'lat' as x) l where up.id = 3 ;
rollback;
begin;
-- unordered
update up set b = l.x from lateral (select 'lat' as x) l where up.id = 3 returning up.*;
rollback;
begin;
-- unordered
update up set b = l.x from lateral (select 'lat' as x) l where up.id = 3 returning up.id, up.a;
rollback;
begin;
-- unordered
update up set b = l.x from lateral (select 'lat' as x) l where up.id = 3 returning *;
rollback;
begin;
-- unordered
update up set b = l.x from lateral (select 'lat' as x) l where up.id = 3 returning old.a, new.a;
rollback;
begin;
update up set a = v from src where k = id and k = 1 ;
rollback;
begin;
-- unordered
update up set a = v from src where k = id and k = 1 returning up.*;
rollback;
begin;
-- unordered
update up set a = v from src where k = id and k = 1 returning up.id, up.a;
rollback;
begin;
-- unordered
update up set a = v from src where k = id and k = 1 returning *;
rollback;
begin;
-- unordered
update up set a = v from src where k = id and k = 1 returning old.a, new.a;
rollback;
begin;
update up set a = src.v from src where up.id = 99 ;
rollback;
begin;
-- unordered
update up set a = src.v from src where up.id = 99 returning up.*;
rollback;
begin;
-- unordered
update up set a = src.v from src where up.id = 99 returning up.id, up.a;
rollback;
begin;
-- unordered
update up set a = src.v from src where up.id = 99 returning *;
rollback;
begin;
-- unordered
update up set a = src.v from src where up.id = 99 returning old.a, new.a;
rollback;
begin;
update up set a = (select count(*) from src where k = up.id)  where true ;
rollback;
begin;
-- unordered
update up set a = (select count(*) from src where k = up.id)  where true returning up.*;
rollback;
begin;
-- unordered
update up set a = (select count(*) from src where k = up.id)  where true returning up.id, up.a;
rollback;
begin;
-- unordered
update up set a = (select count(*) from src where k = up.id)  where true returning *;
rollback;
begin;
-- unordered
update up set a = (select count(*) from src where k = up.id)  where true returning old.a, new.a;
rollback;
begin;
update up set a = a + 1 where id = 1 returning id;
rollback;
begin;
-- unordered
delete from up where id = 2 returning id;
rollback;
begin;
insert into up (id, a) values (50, 5) returning id;
rollback;
begin;
update up set a = a + 1 where id = 1 returning *;
rollback;
begin;
-- unordered
delete from up where id = 2 returning *;
rollback;
begin;
insert into up (id, a) values (50, 5) returning *;
rollback;
begin;
update up set a = a + 1 where id = 1 returning up;
rollback;
begin;
-- unordered
delete from up where id = 2 returning up;
rollback;
begin;
insert into up (id, a) values (50, 5) returning up;
rollback;
begin;
update up set a = a + 1 where id = 1 returning up.*, 1;
rollback;
begin;
-- unordered
delete from up where id = 2 returning up.*, 1;
rollback;
begin;
insert into up (id, a) values (50, 5) returning up.*, 1;
rollback;
begin;
update up set a = a + 1 where id = 1 returning old;
rollback;
begin;
-- unordered
delete from up where id = 2 returning old;
rollback;
begin;
insert into up (id, a) values (50, 5) returning old;
rollback;
begin;
update up set a = a + 1 where id = 1 returning new;
rollback;
begin;
-- unordered
delete from up where id = 2 returning new;
rollback;
begin;
insert into up (id, a) values (50, 5) returning new;
rollback;
begin;
update up set a = a + 1 where id = 1 returning old.*;
rollback;
begin;
-- unordered
delete from up where id = 2 returning old.*;
rollback;
begin;
insert into up (id, a) values (50, 5) returning old.*;
rollback;
begin;
update up set a = a + 1 where id = 1 returning new.*;
rollback;
begin;
-- unordered
delete from up where id = 2 returning new.*;
rollback;
begin;
insert into up (id, a) values (50, 5) returning new.*;
rollback;
begin;
update up set a = a + 1 where id = 1 returning old.id, new.a, a;
rollback;
begin;
-- unordered
delete from up where id = 2 returning old.id, new.a, a;
rollback;
begin;
insert into up (id, a) values (50, 5) returning old.id, new.a, a;
rollback;
begin;
-- unordered
update up set a = a + 1 where id = 1 returning (select count(*) from src);
rollback;
begin;
-- unordered
delete from up where id = 2 returning (select count(*) from src);
rollback;
begin;
insert into up (id, a) values (50, 5) returning (select count(*) from src);
rollback;
begin;
update up set a = a + 1 where id = 1 returning a + 1 as b, b;
rollback;
begin;
-- unordered
delete from up where id = 2 returning a + 1 as b, b;
rollback;
begin;
insert into up (id, a) values (50, 5) returning a + 1 as b, b;
rollback;
begin;
update up set a = a + 1 where id = 1 returning count(*);
rollback;
begin;
-- unordered
delete from up where id = 2 returning count(*);
rollback;
begin;
insert into up (id, a) values (50, 5) returning count(*);
rollback;
begin;
update up set a = a + 1 where id = 1 returning row_number() over ();
rollback;
begin;
-- unordered
delete from up where id = 2 returning row_number() over ();
rollback;
begin;
insert into up (id, a) values (50, 5) returning row_number() over ();
rollback;
begin;
update up set a = a + 1 where id = 1 returning zz;
rollback;
begin;
-- unordered
delete from up where id = 2 returning zz;
rollback;
begin;
insert into up (id, a) values (50, 5) returning zz;
rollback;
begin;
update up set a = a + 1 where id = 1 returning generate_series(1,2);
rollback;
begin;
-- unordered
delete from up where id = 2 returning generate_series(1,2);
rollback;
begin;
insert into up (id, a) values (50, 5) returning generate_series(1,2);
rollback;
begin;
update up set a = a + 1 where id = 1 returning with (old as o, new as n) o.a, n.a;
rollback;
begin;
-- unordered
delete from up where id = 2 returning with (old as o, new as n) o.a, n.a;
rollback;
begin;
insert into up (id, a) values (50, 5) returning with (old as o, new as n) o.a, n.a;
rollback;
begin;
update up set a = a + 1 where id = 1 returning with (old as x) x.a, new.a;
rollback;
begin;
-- unordered
delete from up where id = 2 returning with (old as x) x.a, new.a;
rollback;
begin;
insert into up (id, a) values (50, 5) returning with (old as x) x.a, new.a;
rollback;
begin;
update up set a = a + 1 where id = 1 returning case when old.a is null then 'n' else 'o' end;
rollback;
begin;
-- unordered
delete from up where id = 2 returning case when old.a is null then 'n' else 'o' end;
rollback;
begin;
insert into up (id, a) values (50, 5) returning case when old.a is null then 'n' else 'o' end;
rollback;
begin;
update up set a = a + 1 where id = 1 returning ctid is not null;
rollback;
begin;
-- unordered
delete from up where id = 2 returning ctid is not null;
rollback;
begin;
insert into up (id, a) values (50, 5) returning ctid is not null;
rollback;
begin;
rollback;
begin;
-- unordered
rollback;
begin;
rollback;
begin;
-- unordered
delete from up where id = 1 returning id;
select count(*) from up;
rollback;
begin;
-- unordered
delete from up where a > 30 returning id;
select count(*) from up;
rollback;
begin;
-- unordered
delete from up using src where src.k = up.id returning id;
select count(*) from up;
rollback;
begin;
-- unordered
delete from up using src s where s.k = up.id and s.v = 200 returning id;
select count(*) from up;
rollback;
begin;
-- unordered
delete from up using src, src s2 where src.k = up.id and s2.k = src.k returning id;
select count(*) from up;
rollback;
begin;
-- unordered
delete from up where id in (select k from src) returning id;
select count(*) from up;
rollback;
begin;
-- unordered
delete from up where exists (select 1 from src where k = id) returning id;
select count(*) from up;
rollback;
begin;
-- unordered
delete from up where not exists (select 1 from src where k = id) returning id;
select count(*) from up;
rollback;
begin;
-- unordered
delete from up where a = (select max(a) from up) returning id;
select count(*) from up;
rollback;
begin;
-- unordered
delete from up as u where u.id = 3 returning id;
select count(*) from up;
rollback;
begin;
-- unordered
delete from up as u where up.id = 3 returning id;
select count(*) from up;
rollback;
begin;
-- unordered
delete from up using up where true returning id;
select count(*) from up;
rollback;
begin;
-- unordered
delete from up where zz = 1 returning id;
select count(*) from up;
rollback;
begin;
-- unordered
delete from up where count(*) > 1 returning id;
select count(*) from up;
rollback;
begin;
-- unordered
delete from up where id returning id;
select count(*) from up;
rollback;
begin;
-- unordered
delete from up where null returning id;
select count(*) from up;
rollback;
begin;
-- unordered
delete from up where b like 'b%' returning id;
select count(*) from up;
rollback;
begin;
-- unordered
delete from up using (select k from src group by k) q where q.k = id returning id;
select count(*) from up;
rollback;
begin;
-- unordered
delete from up where (id, a) in ((1, 10), (2, 99)) returning id;
select count(*) from up;
rollback;
begin;
-- unordered
delete from up where arr @> array[2] returning id;
select count(*) from up;
rollback;
begin;
-- unordered
delete from up where c between 1 and 2 returning id;
select count(*) from up;
rollback;
begin;
-- unordered
delete from only up returning id;
select count(*) from up;
rollback;
begin;
-- unordered
delete from up where current_date < '2000-01-01' returning id;
select count(*) from up;
rollback;
