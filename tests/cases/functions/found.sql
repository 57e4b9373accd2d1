SELECT json_agg_strict(NULL::int), jsonb_object_agg_strict(1, NULL), json_agg(1) FILTER (WHERE false);

SELECT json_object_agg_strict(k, v) FROM (VALUES (true, 1), (false, NULL)) AS t(k, v);

SELECT json_object_agg_unique(true, 1), json_object_agg_unique(false, 2);

SELECT json_object_agg_unique_strict('[1]'::jsonb, NULL::int);

SELECT jsonb_object_agg('{}'::jsonb, 1);

SELECT jsonb_build_object(1);

SELECT json_build_object(1);

SELECT min(DISTINCT 'a'::char(3)), max(DISTINCT b) FROM (VALUES ('x'::char(2)), ('y')) AS t(b);

SELECT count(DISTINCT 'x') FROM generate_series(1, 3);

SELECT sign('NaN'::float8), sign('-0'::float8), sign('-Infinity'::float8);

SELECT bitcmp(B'11111111', B'0'), bitcmp(B'1', B'10'), bitcmp(B'', B''), varbitcmp(B'01', B'1');

SELECT btcharcmp('a'::"char", 'Z'::"char"), hashchar('\377'::"char"), '\377'::"char"::text, 'é'::text::"char", '\101'::text::"char";

SELECT obj_description(23), obj_description(1259), obj_description(1299), obj_description(0);

SELECT 'simple'::regdictionary::oid, 'english'::regconfig::text, 3748::regconfig, 'pg_catalog.simple'::regconfig;

SELECT 'nosuch'::regconfig;

SELECT pg_ts_dict_is_visible(3765), pg_ts_dict_is_visible(1), pg_ts_config_is_visible(3748), pg_opclass_is_visible(23), pg_conversion_is_visible(1);

SELECT has_table_privilege(99999999, 'select'), has_column_privilege(1259, 99::int2, 'select'), has_any_column_privilege(0, 'select'), has_largeobject_privilege(5, 'select');

SELECT has_sequence_privilege('pg_class', 'usage');

SELECT has_sequence_privilege('pg_class', 'nonsense');

SELECT has_column_privilege('pg_class', 'nocol', 'select');

SELECT has_column_privilege('pg_class', 'relname', 'nonsense');

SELECT has_language_privilege('nosuch', 'usage');

SELECT has_server_privilege('nosuch', 'usage');

SELECT has_foreign_data_wrapper_privilege('nosuch', 'usage');

SELECT has_tablespace_privilege('nosuch', 'create'), 1;

SELECT has_tablespace_privilege('pg_default', 'create'), has_language_privilege('sql', 'usage');

SELECT has_table_privilege('1259', 'select');

SELECT row_security_active('nosuch');

SELECT pg_get_viewdef('23');

SELECT pg_relation_is_publishable('pg_class'), pg_relation_is_publishable(0::regclass);

SELECT array_remove('[0:1]={7,8}'::int[], 7), array_remove('[0:1]={7,8}'::int[], 9), array_remove('{1,1}'::int[], 1);

SELECT array_position('{}'::int[], 1, NULL), array_position(NULL::int[], 1, NULL);

SELECT array_position('{1}'::int[], 1, NULL);

SELECT array_position('{{1},{2}}'::int[], 1, NULL);

SELECT array_agg(c ORDER BY n DESC) FROM (VALUES (1, '{}'::int[]), (2, '{1}')) AS v(n, c);

SELECT array_agg(c ORDER BY n) FROM (VALUES (1, '{}'::int[]), (2, '{1}')) AS v(n, c);

SELECT json_object('{a,b}'::text[], '{}'::text[]);

SELECT json_object('{}'::text[], '{}'::text[]);

SELECT '1-'::interval, '1-2 3:00'::interval, '+1-2 -3'::interval;

SELECT '2024-02-01'::interval;

SELECT '1-2-3'::interval;

SELECT '2024-02-29' + '1 year'::interval;

SELECT int2('99999999999999999999.999999');

SELECT int2('32769x');

SELECT int4('99999999999 x');

SELECT int8('99999999999999999999e');

SELECT '1970-01-01 00:00:00+00'::timestamptz - '294276-12-31 23:59:59.999999+00'::timestamptz;

SELECT '294276-12-31 23:59:59.999999'::timestamp(0), '294276-12-31 23:59:59.999999+00'::timestamptz(0);

SELECT 'Nowhere/Land'::timestamptz;

SELECT 'Jan 5 2024 Nowhere/Land'::timestamptz;

SELECT corr('Infinity'::float8, 'Infinity'::float8) OVER (ORDER BY n) FROM generate_series(1, 3) AS n;

SELECT corr(x, y), regr_slope(x, y), covar_pop(x, y) FROM (VALUES (1, 'Infinity'::float8), (2, 1), (3, 4)) AS v(x, y);

SELECT regr_sxx('-2.5'::float8, '1.7976931348623157e+308'::float8) FROM generate_series(1, 3);

SELECT regr_avgx('-2.5'::float8, '1.7976931348623157e+308'::float8) FROM generate_series(1, 3);

SELECT '$1.00'::money / '5e-324'::float8;

SELECT '$1.00'::money * 'Infinity'::float8;

SELECT '$1.00'::money / 'Infinity'::float8, '$1.00'::money * 'NaN'::float8;

SELECT length('\x6100'::bytea, 'LATIN1');

SELECT greatest('1'::xid, '2'::xid);

SELECT least('{}'::json, '[]'::json);

SELECT pg_catalog.upper_inf('empty');

SELECT pg_catalog.bit('0', 0, true), pg_catalog.varbit('101', 0, true), pg_catalog.bit('10', 4, true);

SELECT generate_series('NaN'::numeric, 1);

SELECT generate_series(1, 'Infinity'::numeric);

SELECT generate_series(1, 2, '-Infinity'::numeric);

SELECT generate_series(1, 2, 'NaN'::numeric);

SELECT generate_series('-Infinity'::numeric, 1, 0);

SELECT '-infinity'::date < '5874897-12-31'::date, '5874897-12-31'::date > '2024-01-01 00:00+00'::timestamptz, '5874897-12-31'::date < 'infinity'::timestamptz, '5874897-12-31'::date > '2024-01-01'::timestamp;

SELECT n, lag(n, NULL, 9) OVER (ORDER BY n), lead(n, NULL) OVER (ORDER BY n), lag(n, -1, 9) OVER (ORDER BY n) FROM generate_series(1, 3) AS n;

SELECT cotd('-0'::float8), cot('-0'::float8), radians(1::float8);

SELECT radians('5e-324'::float8);

SELECT array_cat('[0:1]={7,8}'::int[], '{{1,2}}'::int[]);

SELECT '[]'::jsonb #- '{x}', '{}'::jsonb #- '{x}';

SELECT date_trunc('year', '4714-11-24 00:00:00 BC'::timestamp);

SELECT date_bin('1 day', '294276-12-31 23:59:59.999999'::timestamp, '0044-03-15 10:00:00 BC'::timestamp);

SELECT network_cmp('127.0.0.1', '192.168.1.5/24'), network_cmp('10.0.0.0/8', '10.0.0.0/9'), network_cmp('::1', '1.2.3.4'), network_cmp('1.2.3.4', '1.2.3.4');

SELECT pg_has_role('postgres', 'nonsense');

SELECT 1 IN (1, 'a'::text);

SELECT ARRAY[1] IN (ARRAY['b'], ARRAY[1]);

SELECT bpchar_larger('', ''::char) = '', octet_length(bpchar_larger('a  ', 'a'::char(2))), octet_length(bpchar_smaller('a  ', 'a'::char(2)));

SELECT 'foo bar'::regoper;

SELECT has_table_privilege('nosuch.t', 'select');

SELECT bool('1'::jsonb);

SELECT '1 sec 1:00'::interval;

SELECT ' lead'::char(1)::"char";

-- what a name that means nothing, or several things, is to the to_reg functions
select to_regoper('-'), to_regoper('nope'), to_regoper('pg_catalog.~~*'), to_regproc('abs'), to_regproc('now'), to_regproc('nope'), to_regoper('pg_catalog.-');
select '-'::regoper;
select 'abs'::regproc;
select to_regoper('a.b.c.-');
select to_regproc('a.b.c.d');
select to_regprocedure('abs(int)'), to_regprocedure('abs(nope)'), to_regoperator('-(int,int)'), to_regoperator('-(int)');
select to_regtype('x y'), to_regnamespace('a.b'), to_regrole('a.b'), to_regcollation('a.b.c.d');
select to_regprocedure('abs');
select to_regoperator('-');
select to_regclass('a.b.c.d');
select to_regtype('');
select to_regclass('');
select to_regoperator('-(int)');
select to_regprocedure('abs(');
select to_regproc('a.b.c');
select to_regclass('a.b.c');
