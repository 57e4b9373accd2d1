create temp table dept(id int primary key, t text);
insert into dept values (1,'a'),(2,'b');
-- arguments of functions in FROM are computed although no row asks for them
select * from dept a join dept b on a.id = b.id + 100 left join unnest(trim_array('{}'::int[], 1)) as u(n) on a.id = u.n;
select * from dept a join unnest(trim_array('{}'::int[], 1)) as u(n) on a.id = u.n where a.id = 77;
select * from dept a, unnest(trim_array('{}'::int[], 1)) as u(n) where false;
select * from dept a left join generate_series(1/0, 2) as u(n) on true where a.id > 100;
select * from dept a left join (values (1/0)) as u(n) on true where a.id > 100;
select * from dept a left join lateral (select 1/0 as n) as u(n) on true where a.id > 100;
select * from dept a, jsonb_array_elements(('"x"'::jsonb - 'a'::text) -> 'b') where a.id > 100;
select 1 from dept a, json_table('1'::jsonb - 'a', '$' columns (x int path '$')) where a.id > 100;
select * from dept a, rows from (generate_series(1, 2), unnest(array[1/0])) where a.id > 100;
select * from dept a, (select n from generate_series(1, 2/0) as n) as s where a.id > 100;
select * from dept a, (select n from generate_series(1, 2/0) as n limit 1) as s where a.id > 100;
-- and before everything else
select trim_array('{}'::int[], 1) from jsonb_array_elements(jsonb_set('[1, 2]'::jsonb, '{b,1}', '{"a": 1}'::jsonb) -> 'b') as t1(v);
select 1/0 from unnest(trim_array('{}'::int[], 1));
select 1/0 from json_table('1'::jsonb - 'a', '$' columns (x int path '$'));
select 1 from unnest(trim_array('{}'::int[], 1)) where 1/0 = 1;
select 1 from (select 1 from generate_series(1, 1/0)) s, unnest(trim_array('{}'::int[], 1)) u;
-- what is no constant waits
select * from dept a, generate_series(1, 3 / (a.id - 1)) as g where a.id = 2;
select * from generate_series(1, 3) g, unnest(array[1/(g-1)]) u where g > 1;
select * from dept a, generate_series(1, case when a.id > 0 then 1 else 1/0 end) as g where a.id = 2;
select count(*) from dept where id > 5 and exists (select from generate_series(1, 1/0));
-- parameters: 1
select * from dept, generate_series(1, 3 / $1::int) g where dept.id > 10;
-- parameters: 0
select * from dept, generate_series(1, 3 / $1::int) g where dept.id > 10;
