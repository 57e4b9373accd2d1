-- what stands in parentheses behind NaN
select 'nan(1)'::float8::text;
select 'nan()'::float8;
select 'NAN(abc_1)'::float4;
select '-nan(12)'::float8::text;
select 'nan(1'::float8;
select 'nan(a-b)'::float8;
select 'nan(1) x'::float8;
select ' +nan '::float8;
select '+infinity'::float8;
select '-inf'::float4;
