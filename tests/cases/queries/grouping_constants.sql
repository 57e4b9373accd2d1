create table g(id int, a text); insert into g values(1,'x'),(2,'y'),(3,null);
-- unordered
SELECT 3 AS c1, min(id) AS c2 FROM g GROUP BY CUBE (1) HAVING min(id * 2) <> 3;
-- unordered
select 'k' as k, a, count(*) from g group by rollup (1, 2);
select 'k' as k, a, count(*) from g group by rollup (1, 2) order by 1 nulls first, 2 nulls first, 3;
-- unordered
select 5, 5 + id, count(*) from g group by cube (1, 2);
select 7 as s, count(*) from g group by grouping sets ((1), ()) order by s desc nulls last;
create table mm(id int primary key, u int unique); insert into mm values(1,10),(2,20),(3,30);
merge into mm using (values (1), (9)) v(k) on mm.id = v.k when not matched then insert values (9, 30) when not matched by source and id = 3 then delete;
select * from mm order by id;
merge into mm using (values (1), (10)) v(k) on mm.id = v.k when not matched then insert values (10, 10) when matched then update set u = 11 returning merge_action(), mm.*;
select * from mm order by id;
-- a literal is no text where GROUPING names it
SELECT 'x' AS c, grouping('x') FROM generate_series(1, 2) GROUP BY ROLLUP (1);
SELECT 'x'::text AS c, grouping('x'::text) FROM generate_series(1, 2) GROUP BY ROLLUP (1) ORDER BY 2;
SELECT 'x' AS c, grouping('x'::text) FROM generate_series(1, 2) GROUP BY ROLLUP (1) ORDER BY 2;
