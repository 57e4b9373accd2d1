-- NULL for a document, texts that are no dates, operators that are not there
select json_query(null::jsonb, '$.a' empty array on empty);
select json_query(null::jsonb, '$.a' empty object on empty);
select json_query(null::jsonb, '$.a' default '[1]' on empty);
select json_query(null::jsonb, '$.a' empty array on error);
select json_query(null::jsonb, '$.a' error on empty);
select json_query(x, '$.a' error on empty) from (values (null::jsonb)) v(x);
select json_query(x, '$.a' empty array on empty empty object on error) from (values (null::jsonb)) v(x);
select json_query(x, '$.a' returning text empty array on empty) from (values (null::jsonb)) v(x);
select json_query(x, '$.a' default '5' on error) from (values (null::jsonb)) v(x);
select json_value(x, '$.a' default '5' on empty) from (values (null::jsonb)) v(x);
select json_value(x, '$.a' returning int default 5 on empty) from (values (null::jsonb)) v(x);
select json_value(x, '$.a' error on empty) from (values (null::jsonb)) v(x);
select json_value(null::jsonb, '$.a' default 'x' on error);
select json_exists(x, '$.a' true on error) from (values (null::jsonb)) v(x);
select json_query('{}'::jsonb, null::jsonpath empty array on empty);
select json_query('{}'::jsonb, x empty array on empty) from (values (null::jsonpath)) v(x);
select json_value('{}'::jsonb, x default 'q' on empty) from (values (null::jsonpath)) v(x);
select to_timestamp(E'%_\\1.10', 'J');
select to_date('abc', 'J');
select to_date('abc def', 'YYYY-MM');
select to_date('abc def', 'FMYYYY');
select to_date('abc', 'MM');
select to_date('x1', 'DDD');
select to_date('abcdefgh', 'SSSSS');
select to_timestamp('abcdefgh', 'US');
select to_timestamp('2024 abcdefgh', 'YYYY MS');
select to_timestamp('abcdefgh', 'FF3');
select to_timestamp('abcdefgh', 'Y,YYY');
select to_timestamp('abcdefgh', 'IYYY');
select to_timestamp('abcdefgh', 'CC');
select to_timestamp('abcdefgh', 'HH24');
select to_timestamp('abcdefgh', 'WW');
select to_timestamp('abcdefgh', 'ID');
select to_timestamp('abcdefgh', 'Q');
select to_timestamp('12345', 'J');
select to_timestamp('2451545abc', 'J');
select to_timestamp('2451545 10', 'J HH24');
select to_timestamp('245154510', 'JHH24');
select '1'::cid not in ('0', '0');
select '1'::cid in ('0', '0');
select '1'::cid not in ('0');
select '1'::xid not in ('0', '2');
select 1 not in (1, null);
select '1'::cid not in (select '0'::cid);
select '1'::cid <> all (array['0']::cid[]);
select array(select case when x > 1 then 1/0 end from (values (1),(1)) v(x) union all select 1);
select case when x > 1 then 1/0 end from (values (1),(1)) v(x) union select 2;

select pg_sequence_parameters(99999999);

select pg_sequence_parameters('pg_class'::regclass);

-- what partition and object functions say of numbers that fit nothing
SELECT satisfies_hash_partition('4294967295', '2147483647'::integer, '-1'::integer, ''::character);

SELECT satisfies_hash_partition(999999, 3, 3, 1.5::real);

SELECT satisfies_hash_partition(999999, 0, 3, 1.5::real);

SELECT satisfies_hash_partition('999999'::oid, '3'::integer, '1'::integer, '3.4028235e+38'::real);

SELECT satisfies_hash_partition('pg_class'::regclass, 3, 1, 5);

SELECT bpchar('é'::character, '2147483647'::integer, 'f'::boolean);

SELECT pg_identify_object_as_address(objsubid => '2147483647'::integer, objid => '1259'::oid, classid => '1259'::oid);

-- names with too many parts
select to_regclass('a.b.c.d');

select to_regclass('a.b.c');

select to_regclass('192.168.1.5/24');

select to_regclass('1/2'), to_regclass('a.b');

select '192.168.1.5/24'::regclass;

select pg_get_viewdef('a.b.c');

select pg_get_viewdef('a.b.c.d');

select 'a.b.c'::regclass;

select has_table_privilege('a.b.c', 'select');

select pg_input_is_valid('a.b.c.d', 'regclass');

select pg_input_is_valid('a.b.c', 'regclass');

select pg_input_is_valid('b.c', 'regclass');

select tidlarger(null::tid, coalesce(greatest('(42,7)'::tid, '(0,0)'::tid), cast('x'::text as tid)));
SELECT has_function_privilege('0', 'execute');
SELECT has_type_privilege('-', 'usage');
SELECT pg_input_is_valid('5', '23');
SELECT pg_input_is_valid('5', '-');
SELECT convert('', 'LATIN1', 'WIN1252'), length(convert('', 'SJIS', 'LATIN1'));
