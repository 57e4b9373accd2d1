-- each range is read before what follows it
select '{[1,2),[5,3)}'::int4multirange;
select '{[1,2),[a,3)'::int4multirange;
select '{[1,2),[a,3)}'::int4multirange;
select '{[5,3),[a,3)}x'::int4multirange;
select '{[1,2),(5,3)x}'::int4multirange;
select '{[1,2],[3,2147483647]}'::int4multirange;
select '{[a,2),[3'::int4multirange;
select '{[3,2),[3'::int4multirange;
select '{[1,2)[3,4)}'::int4multirange;
select '{"a"}'::int4multirange;
