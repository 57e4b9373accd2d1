-- a count is looked at when the rows are sorted, an argument when its row is asked for
select nth_value(x,0) over () from (values (1),(2)) v(x);

select nth_value(x,0) over (order by 1/(x-1)) from (values (1),(2)) v(x);

select nth_value(1/(x-1),0) over () from (values (1),(2)) v(x);

select nth_value(1/(x-1),0) over (order by x) from (values (2),(1)) v(x);

select nth_value(x,0) over (order by x rows between 3 preceding and 2 preceding) from (values (2),(1)) v(x);

select nth_value(1/(x-1),x-1) over (order by x) from (values (2),(1)) v(x);

select ntile(0) over (order by x) from (values (2),(1)) v(x);

select ntile(0) over (order by x) from (values (2),(1)) v(x) where false;

select nth_value(x,0) over (), 1/0 from (values (1),(2)) v(x);

select nth_value(x,0) over (), 1/(x-1) from (values (1),(2)) v(x);

select nth_value(1/(x-1),x-2) over () from (values (1),(2)) v(x);

select nth_value(x,0) over (rows between -1 preceding and current row) from (values (1),(2)) v(x);

select ntile(0) over (order by 1/(x-1)) from (values (2),(1)) v(x);

select x, lag(1/(x-1)) over (order by x), lead(1/(x-2)) over (order by x desc) from generate_series(2,4) x;

select x, lag(1/(x-1)) over (order by x) from generate_series(1,4) x;

select x, lag(10/(x-4)) over (order by x) from generate_series(1,4) x;

select x, lag(10/(x-4), 2, x) over (order by x) from generate_series(1,4) x;

select x, lag(10/(x-4), 2, 1/(x-4)) over (order by x) from generate_series(1,4) x;

select x, lag(10/(x-4), 2, 1/(x-1)) over (order by x) from generate_series(1,4) x;

select x, first_value(10/(x-4)) over (order by x), nth_value(10/(x-4),2) over (order by x rows between 1 preceding and 1 following) from generate_series(1,4) x;

select x, nth_value(10/(x-4),x) over (order by x rows between 1 preceding and 1 following) from generate_series(1,4) x;

select x, last_value(10/(x-4)) over (order by x rows between 2 preceding and 1 preceding exclude ties) from generate_series(1,4) x;

select x, last_value(10/(x-4)) over (order by x::numeric range between 2 preceding and 1 preceding) from generate_series(1,4) x;

select x, nth_value(10/(x-4),x) over (order by x::numeric range between 2 preceding and 1 preceding) from generate_series(1,4) x;

select x, lag(sum(y)/(x-3)) over (order by x) from (values (1,2),(1,3),(3,3)) v(x,y) group by x;

select x+1, lag(10/(x+1-4)) over (order by x+1) from (values (1,2),(1,3),(3,3)) v(x,y) group by x+1;

select x, lag(10/(x-3)) over (order by x) from (values (1,2),(1,3),(3,3)) v(x,y) group by rollup(x);

select lag('a'::text::interval + date '2024-1-1', 12, '2024-1-1') over () from (values (1)) v(n);

select lag(n::text::interval) over (order by n) from (values ('a'),('1 day')) v(n);

select sum(x) over w, lag(5/x) over w, nth_value(x,2) over w from generate_series(1,3) x window w as (order by x rows between 1 preceding and 1 following);

select x, lag(10/(x-4)) over (order by x) from generate_series(1,4) x order by lag(10/(x-4)) over (order by x) desc;

select x, lag(random() > 2) over (order by x) from generate_series(1,3) x;

select x, lag(1/x, x) over (order by x) from generate_series(0,3) x;

-- ntile asks for its count until a row has one
select x, ntile(y) over (order by x) from (values (1,null),(2,2),(3,0),(4,1)) v(x,y);

select x, ntile(y) over (order by x) from (values (1,3),(2,2),(3,0),(4,1)) v(x,y);

select x, ntile(y) over (order by x) from (values (1,30),(2,2),(3,0),(4,1)) v(x,y);

select x, ntile(y) over (order by x) from (values (1,0),(2,2),(3,0),(4,1)) v(x,y);

select x, ntile(y) over (partition by x%2 order by x) from (values (1,1),(2,0),(3,0),(4,1)) v(x,y);

select x, ntile(y) over (partition by x%2 order by x) from (values (1,null::int),(2,1),(3,null),(4,1)) v(x,y);

select x, ntile(y+1) over (order by x) from (values (1,2),(2,1),(3,null),(4,1),(5,1),(6,1),(7,7)) v(x,y);

select ntile(null) over (), nth_value(x,null) over (), lag(x,null) over () from (values (1)) v(x);

select x, nth_value(x, x) over (order by x) from generate_series(1,3) x;

select x, nth_value(x, 4-x) over (order by x) from generate_series(1,3) x;

select x, nth_value(x, 4-x) over (order by x::numeric range between 1 preceding and 1 following) from generate_series(1,3) x;

select x, nth_value(x, nullif(x, 2)) over (order by x::numeric range between 1 preceding and 1 following) from generate_series(1,3) x;

select lag(array_lt(cast(c1 as integer[]), '{}'::integer[]), 2) over (partition by array_lt(cast(c1 as integer[]), '{}'::integer[]) order by n) from (values (1, null::bytea[]), (2, null::bytea[])) as v(n, c1);

-- differs: Arguments of lag, first_value and their kin
select lag(cast(c1 as integer[])) over (order by n) from (values (1, '{a}'::text[]), (2, '{b}'::text[])) as v(n, c1) order by n limit 1;

select lag(cast(c1 as integer[])) over (order by n) from (values (1, '{1}'::text[]), (2, '{2}'::text[])) as v(n, c1);
