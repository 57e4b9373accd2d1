-- where errors of numbers and columns point
select 1e131073;
select 1e131073::numeric;
select -1e131073;
select 1 + 1e200000;
select 1e131073::numeric is null;
select '1e131073'::numeric;
select 1e-20000;
select 0x1g;
select 99999999999999999999999;
select * from json_to_record('{"a":1}') as x(a int, a text);
select * from json_to_recordset('[]') as x(a int, b text, a text);
select * from (values (1)) v(a), rows from (json_to_record('{"a":1}') as (a int, a text)) r;
create temp table twice (a int, a int);
