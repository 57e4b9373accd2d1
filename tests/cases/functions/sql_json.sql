select json_object('a': 1, 'b' value 'x', key 'c' value null);
select json_object('a': 1, 'b': null absent on null), json_object('a': null null on null), json_object();
select json_object('a': 1, 'a': 2);
select json_object('a': 1, 'a': 2 with unique keys);
select json_object('a': 1, 'a': null absent on null with unique);
select json_object('a': 1, 'a': 2 with unique keys returning jsonb);
select json_object(null: 1);
select json_object('a': 1 returning jsonb), json_object('b': 2, 'aa': 1 returning text), json_object('a': 1 returning bytea), json_object('a': 1 returning varchar(20));
select pg_typeof(json_object('a': 1)), pg_typeof(json_object('a': 1 returning jsonb)), pg_typeof(json_object('a':1 returning text));
select json_object('a': 1 returning varchar(3));
select json_object('a': 1 returning int);
select json_object('a': '{"x":1}' format json, 'b': '{"x":1}', 'c': '[1]'::jsonb, 'd': '[1 , 2]'::json, 'e': array[1,2], 'f': row(1,2), 'g': true, 'h': 1.50, 'i': date '2020-01-01');
select json_object('a': '{x' format json);
select json_object(1: 2, true: 3, 1.5: 4);
select json_object(array[1]: 2);
select json_object('{}'::json: 2);
select json_object('a': 1 returning bytea format json encoding utf8);
select json_object('a': 1 returning bytea format json encoding utf16);
select json_object('a': 1 returning text format json encoding utf8);
select json_object('{a,1}'), json_object('{a,b}', '{1,2}');
select json_array(1, 'x', null, true), json_array(1, null null on null), json_array(), json_array(null), json_array('[1]' format json, '[1]');
select json_array(1, 2 returning jsonb), json_array('a' returning text), json_array(array[[1,2]], row(1), '{"a" : 1}'::json, '{"a" : 1}'::jsonb);
select json_array(select x from generate_series(1,3) x), json_array(select 1 where false), json_array(values (1),(null),(3)), json_array(select x from (values (2),(1)) v(x) order by x);
select json_array(select x from generate_series(1,3) x returning jsonb);
select json_array(select 1, 2);
select json_array(select '[1]' format json);
select json_objectagg(k: v), json_objectagg(k value v absent on null), json_objectagg(k: v returning jsonb) from (values ('a',1),('b',null),('c',3)) t(k,v);
select json_objectagg(k: v with unique keys) from (values ('a',1),('a',null)) t(k,v);
select json_objectagg(k: v absent on null with unique keys returning jsonb) from (values ('a',1),('b',null)) t(k,v);
select json_objectagg(k: v) filter (where v > 1), json_objectagg(k: v returning text) from (values ('a',1),('b',2)) t(k,v);
select json_objectagg(k: v) from (values (null,1)) t(k,v);
select k, json_objectagg(k: v) over (order by k) from (values ('a',1),('b',2)) t(k,v);
select json_arrayagg(v order by v desc), json_arrayagg(v order by v returning jsonb), json_arrayagg(v order by v) filter (where v > 1) from (values (1),(null),(3)) t(v);
select v, json_arrayagg(v) over (order by v) from (values (1),(2)) t(v);
select json_arrayagg(v) from (values (1)) t(v) where false;
select json_arrayagg('[1]' format json), json_arrayagg(row(1,v)) from (values (1)) t(v);
select json_arrayagg(v returning text), pg_typeof(json_arrayagg(v returning text)) from (values (1)) t(v);
select v, v is json, v is not json, v is json value, v is json scalar, v is json object, v is json array from (values ('1'),('"a"'),('{}'),('[]'),('null'),('{"a":1,"a":2}'),('x'),(''),(null)) t(v);
select '{"a":1,"a":2}' is json with unique keys, '{"a":1,"b":{"c":1,"c":2}}' is json object with unique, '[{"a":1,"a":2}]' is json array with unique keys, '{"a":1}' is json without unique keys;
select '{}'::json is json object, '{}'::jsonb is json array, '{}'::bytea is json, 'x'::bytea is json, '1'::jsonb is json scalar, '{"a":1,"a":1}'::json is json with unique keys;
select 1 is json;
select now() is json;
select json('{"a" : 1}'), json('1'), json(null), pg_typeof(json('1'));
select json('{"a":1,"a":2}' with unique keys);
select json('{"a":1,"a":2}' without unique keys);
select json('x');
select json('{"a":1}'::jsonb), json('{"a":1}'::json), json('{"a":1}'::bytea format json);
select json(1);
select json_scalar(1), json_scalar('x'), json_scalar(true), json_scalar(1.50), json_scalar(null), json_scalar('2020-01-01'::date), json_scalar(now()) is not null, json_scalar('{"a":1}'::jsonb), json_scalar(array[1]), pg_typeof(json_scalar(1));
select json_scalar('{"a":1}'::json), json_scalar(row(1));
select json_serialize('{"a" : 1}'), json_serialize('1' returning bytea), json_serialize('"x"'::json returning varchar(10)), pg_typeof(json_serialize('1'));
select json_serialize('x');
select json_serialize(1);
select json_serialize('1' returning int);
select json_serialize(null), json_serialize('{"a":1}' format json);
select json_exists(jsonb '{"a":1}', '$.a'), json_exists(jsonb '{"a":1}', '$.b'), json_exists(null::jsonb, '$'), json_exists(jsonb '{"a":[1,2]}', '$.a[*] ? (@ > $x)' passing 1 as x);
select json_exists(jsonb '{"a":1}', 'strict $.b'), json_exists(jsonb '{"a":1}', 'strict $.b' true on error), json_exists(jsonb '{"a":1}', 'strict $.b' unknown on error), json_exists(jsonb '{"a":1}', 'strict $.b' false on error);
select json_exists(jsonb '{"a":1}', 'strict $.b' error on error);
select json_exists('{"a":1}', '$.a'), json_exists('{"a":1}'::json, '$.a'), json_exists('{"a":1}'::text, '$.a');
select json_exists('{a', '$.a');
select json_exists('{a', '$.a' true on error);
select json_exists(1, '$');
select json_exists(jsonb '1', '$' empty on error);
select json_exists(jsonb '1', '$x');
select json_exists(jsonb '1', '$.' );
select json_value(jsonb '{"a":"x"}', '$.a'), json_value(jsonb '{"a":1.50}', '$.a'), json_value(jsonb '{"a":true}', '$.a'), json_value(jsonb '{"a":null}', '$.a'), json_value(jsonb '{"a":1}', '$.b'), json_value(null::jsonb, '$'), pg_typeof(json_value(jsonb '1', '$'));
select json_value(jsonb '{"a":[1]}', '$.a'), json_value(jsonb '{"a":[1,2]}', '$.a[*]'), json_value(jsonb '{"a":{}}', '$.a');
select json_value(jsonb '{"a":[1]}', '$.a' error on error);
select json_value(jsonb '{"a":[1,2]}', '$.a[*]' error on error);
select json_value(jsonb '{"a":1}', '$.b' error on empty);
select json_value(jsonb '{"a":1}', '$.b' error on empty null on error);
select json_value(jsonb '{"a":1}', '$.b' default 'd' on empty), json_value(jsonb '{"a":[]}', '$.a' default 'd' on error), json_value(jsonb '{"a":1}', '$.b' null on empty error on error);
select json_value(jsonb '{"a":1}', '$.b' error on error);
select json_value(jsonb '{"a":"5"}', '$.a' returning int), json_value(jsonb '{"a":5}', '$.a' returning numeric(5,2)), json_value(jsonb '{"a":"2020-01-02"}', '$.a' returning date), json_value(jsonb '{"a":true}', '$.a' returning bool), json_value(jsonb '{"a":"x"}', '$.a' returning varchar(3)), json_value(jsonb '{"a":"x"}', '$.a' returning text), json_value(jsonb '{"a":1}', '$.a' returning jsonb), json_value(jsonb '{"a":"q"}', '$.a' returning json);
select json_value(jsonb '{"a":"x"}', '$.a' returning int), json_value(jsonb '{"a":"x"}', '$.a' returning int default 5 on error), json_value(jsonb '{"a":1.7}', '$.a' returning int), json_value(jsonb '{"a":"xyzw"}', '$.a' returning varchar(3)), json_value(jsonb '{"a":"xyzw"}', '$.a' returning char(2));
select json_value(jsonb '{"a":"x"}', '$.a' returning int error on error);
select json_value(jsonb '{"a":"xyzw"}', '$.a' returning varchar(3) error on error);
select json_value(jsonb '{"a":1}', '$.b' returning int default 'x' on empty);
select json_value(jsonb '{"a":1}', '$.b' returning int default now() on empty);
select json_value(jsonb '{"a":1}', '$.b' returning int default 1+1 on empty), json_value(jsonb '{"a":1}', '$.a + $x' passing 5 as x), json_value(jsonb '"a"', '$x' passing 'q' as x), json_value(jsonb '"a"', '$x' passing date '2020-01-01' as x), json_value(jsonb '1', '$x[1]' passing jsonb '[1,2]' as x), json_value(jsonb '1', '$x' passing true as x), json_value(jsonb '1', '$x' passing null as x), json_value(jsonb '1', '$x.type()' passing timestamp '2020-01-01 10:00' as x);
select json_value(jsonb '"2020-01-01"', '$.datetime()'), json_value(jsonb '"2020-01-01 10:00:00"', '$.datetime()' returning timestamp), json_value(jsonb '"2020-01-01"', '$.datetime()' returning date);
select json_value('{"a":1}', '$.a'), json_value('{"a":1}'::text, '$.a'), json_value('bad', '$.a'), json_value('bad', '$.a' default 'z' on error);
select json_value('bad', '$.a' error on error);
select json_value(jsonb '1', '$' returning int format json);
select json_value(jsonb '1', '$' with wrapper);
select json_value(jsonb '1', '$' empty array on empty);
select json_value(jsonb '1', 'strict $.a' returning int), json_value(jsonb '1', 'strict $.a' default 'q' on error);
select json_query(jsonb '{"a":[1,2]}', '$.a'), json_query(jsonb '{"a":[1,2]}', '$.a[*]'), json_query(jsonb '{"a":"x"}', '$.a'), json_query(jsonb '{"a":1}', '$.b'), json_query(null::jsonb,'$'), pg_typeof(json_query(jsonb '1','$'));
select json_query(jsonb '{"a":[1,2]}', '$.a' with wrapper), json_query(jsonb '{"a":[1,2]}', '$.a[*]' with wrapper), json_query(jsonb '{"a":[1,2]}', '$.a' with conditional wrapper), json_query(jsonb '{"a":[1,2]}', '$.a[*]' with conditional array wrapper), json_query(jsonb '{"a":1}', '$.a' with conditional wrapper), json_query(jsonb '{"a":1}', '$.a' with unconditional array wrapper), json_query(jsonb '{"a":1}', '$.b' with wrapper), json_query(jsonb '{"a":1}', '$.a' without wrapper);
select json_query(jsonb '{"a":[1,2]}', '$.a[*]' error on error);
select json_query(jsonb '{"a":1}', '$.b' error on empty);
select json_query(jsonb '{"a":1}', '$.b' error on error);
select json_query(jsonb '{"a":1}', '$.b' empty array on empty), json_query(jsonb '{"a":1}', '$.b' empty object on empty), json_query(jsonb '{"a":1}', '$.b' empty on empty), json_query(jsonb '{"a":1}', '$.b' default '{"d":1}' on empty), json_query(jsonb '{"a":[1,2]}', '$.a[*]' empty object on error), json_query(jsonb '{"a":1}', '$.b' null on empty);
select json_query(jsonb '"x"', '$' keep quotes), json_query(jsonb '"x"', '$' omit quotes), json_query(jsonb '"x"', '$' returning text), json_query(jsonb '"x"', '$' returning text omit quotes), json_query(jsonb '"[1]"', '$' omit quotes), json_query(jsonb '"x"', '$' returning text keep quotes on scalar string);
select json_query(jsonb '"x"', '$' omit quotes error on error);
select json_query(jsonb '"x"', '$' with wrapper omit quotes);
select json_query(jsonb '{"a":[1,2]}', '$.a' returning int[]), json_query(jsonb '{"a":[1,2]}', '$.a' returning text), json_query(jsonb '{"a":[1,2]}', '$.a' returning json), json_query(jsonb '{"a":[1,2]}', '$.a' returning bytea), json_query(jsonb '{"a":5}', '$.a' returning int), json_query(jsonb '{"a":[1,2]}', '$.a' returning varchar(3)), json_query(jsonb '{"a":[1,2]}', '$.a' returning char(4));
select json_query(jsonb '{"a":[1,"x"]}', '$.a' returning int[]), json_query(jsonb '{"a":[1,"x"]}', '$.a' returning int[] default '{9}' on error);
select json_query(jsonb '{"a":[1,"x"]}', '$.a' returning int[] error on error);
select json_query(jsonb '{"a":[1,2]}', '$.a' returning varchar(3) error on error);
select json_query(jsonb '1', '$' returning text format json), json_query(jsonb '[1]', '$' returning bytea format json encoding utf8);
select json_query('{"a":[1, 2]}', '$.a'), json_query('{"a":[1, 2]}'::json, '$.a'), json_query('[1', '$');
select json_query('[1', '$' error on error);
select json_query(jsonb '{"a":1}', '$.a' unknown on error);
select json_query(jsonb '[1,2,3]', '$[*] ? (@ > $x)' passing 1 as x with wrapper), json_query(jsonb '{"x":1}', '$' passing 1 as "X");
select json_query(jsonb '1', p) from (values ('$'::jsonpath)) v(p);
select json_value(jsonb '{"a":1}', '$.' || 'a'), json_exists(jsonb '1', ('$')::jsonpath);
select json_value(jsonb '1', 5);
select json_query(j, '$.a' returning text) , json_value(j, '$.a') from (values (jsonb '{"a":"x"}'),('{"a":1}'),(null)) v(j);
select json_arrayagg(v), json_arrayagg(v null on null) from (values (1),(null),(3)) t(v);

-- ABSENT ON NULL leaves NULLs out before it looks at their keys, and the null of jsonb
select JSON_OBJECT(NULL::text: NULL::int ABSENT ON NULL RETURNING jsonb);

select JSON_OBJECT(NULL::text: NULL::int ABSENT ON NULL WITH UNIQUE KEYS);

select JSON_OBJECT(NULL::text: NULL::int ABSENT ON NULL);

select JSON_OBJECT('k': NULL::jsonb, NULL::text: '0'::integer ABSENT ON NULL);

select JSON_OBJECT('k': NULL::json, NULL::text: '0'::integer ABSENT ON NULL);

select JSON_OBJECT('k': '(,)'::json, 'x': NULL::integer ABSENT ON NULL);

select JSON_OBJECT('a': 1, 'a':NULL::int ABSENT ON NULL WITH UNIQUE KEYS RETURNING jsonb);

select JSON_OBJECT('a': 1, 'a':NULL::int ABSENT ON NULL WITH UNIQUE KEYS);

select JSON_OBJECT('a': 1, 'a':'null'::jsonb ABSENT ON NULL RETURNING jsonb);

select JSON_OBJECT('a': 1, 'a':' null '::json ABSENT ON NULL RETURNING jsonb);

select JSON_OBJECT('a': 1, 'a':' null '::json ABSENT ON NULL RETURNING json);

select JSON_OBJECT('k': 'null'::jsonb, 'foo': 0 ABSENT ON NULL), JSON_OBJECT('k': 'null'::json, 'foo': 0 ABSENT ON NULL), JSON_OBJECT('k': 'null'::jsonb, 'foo': 0);

select JSON_OBJECT('k': ARRAY[NULL::int] ABSENT ON NULL RETURNING jsonb), JSON_OBJECT('k': '{"a": null}'::json ABSENT ON NULL RETURNING jsonb);

select JSON_OBJECTAGG(k: v ABSENT ON NULL RETURNING jsonb) from (values ('a','null'::jsonb),('b','1')) v(k,v);

select JSON_OBJECTAGG(k: v ABSENT ON NULL RETURNING json) from (values ('a','null'::jsonb),('b','1')) v(k,v);

select JSON_ARRAYAGG(v ABSENT ON NULL RETURNING jsonb) from (values ('a','null'::jsonb),('b','1')) v(k,v);

select JSON_ARRAY(v, '1', 'null'::jsonb ABSENT ON NULL RETURNING jsonb) from (values ('a','null'::jsonb),('b','1')) v(k,v);

select JSON_OBJECTAGG(k: v ABSENT ON NULL WITH UNIQUE KEYS RETURNING jsonb) from (values ('a','null'::jsonb),('a','1')) v(k,v);

select jsonb_object_agg_strict(k, v) from (values ('a','null'::jsonb),('a','1')) v(k,v);

select jsonb_object_agg_strict(k, v) from (values ('a','1'),('a','null'::jsonb)) v(k,v);

select jsonb_object_agg_unique_strict(k, v) from (values ('a','1'),('a','null'::jsonb)) v(k,v);

select jsonb_object_agg_unique_strict(k, v), jsonb_object_agg(k, v) from (values ('b','1'),('a','null'::jsonb)) v(k,v);
