-- SQL/JSON constructors and aggregates in views, defaults, conditions and indexes, as they are shown.
CREATE TABLE jt(x text, b bytea, j json, jb jsonb, v varchar(5));
CREATE VIEW js AS SELECT JSON(x) a1, JSON(x WITH UNIQUE KEYS) a2, JSON(j) a3, JSON(jb) a4, JSON(b) a5, JSON(v) a6, JSON(x FORMAT JSON) a7,
 JSON_SCALAR(1) b1, JSON_SCALAR(x) b2, JSON_SCALAR(j) b3,
 JSON_SERIALIZE(j) c1, JSON_SERIALIZE(jb) c2, JSON_SERIALIZE(b) c3, JSON_SERIALIZE(x RETURNING varchar(3)) c4, JSON_SERIALIZE(jb RETURNING bytea) c5, JSON_SERIALIZE(v RETURNING text) c6, JSON_SERIALIZE(x FORMAT JSON RETURNING bytea FORMAT JSON ENCODING UTF8) c7,
 JSON_OBJECT('a': x, 'b' VALUE j NULL ON NULL) d1, JSON_OBJECT('a': x ABSENT ON NULL WITH UNIQUE RETURNING jsonb) d2, JSON_OBJECT(RETURNING text) d3, JSON_OBJECT('a': x FORMAT JSON) d4, JSON_OBJECT('a': b FORMAT JSON ENCODING UTF8) d5,
 JSON_ARRAY(1, x, j) e1, JSON_ARRAY(1, x NULL ON NULL RETURNING jsonb) e2, JSON_ARRAY() e3, JSON_ARRAY(SELECT 1 UNION ALL SELECT 2) e4, JSON_ARRAY(RETURNING bytea) e5,
 x IS JSON f1, x IS NOT JSON OBJECT f2, x IS JSON ARRAY WITH UNIQUE KEYS f3, j IS JSON SCALAR f4, b IS JSON VALUE f5
 FROM jt;
SELECT pg_get_viewdef('js');
CREATE VIEW js2 AS SELECT JSON_OBJECTAGG(x : j) g1, JSON_OBJECTAGG(x : jb ABSENT ON NULL WITH UNIQUE KEYS RETURNING jsonb) g2, JSON_ARRAYAGG(x) g3, JSON_ARRAYAGG(x ORDER BY v NULL ON NULL RETURNING jsonb) g4, JSON_ARRAYAGG(j ABSENT ON NULL) FILTER (WHERE x > 'a') g5, JSON_OBJECTAGG(x VALUE 1 RETURNING text) g6 FROM jt;
SELECT pg_get_viewdef('js2');
DROP TABLE jt CASCADE;
CREATE TABLE jt(x text, b bytea, j json, jb jsonb, v varchar(5), d date);
CREATE VIEW js AS SELECT JSON_OBJECT('a': 'b', 1: 'c', x: d) d1, JSON_OBJECT('k' VALUE '1' FORMAT JSON) d2, JSON_ARRAY('a', '1' FORMAT JSON, NULL) e1, JSON_SCALAR('q') s, JSON('1') p, JSON_SERIALIZE('1') t, JSON_VALUE(x FORMAT JSON, '$') v1, JSON_QUERY(b FORMAT JSON ENCODING UTF8, '$') v2, JSON_EXISTS('1' FORMAT JSON, '$') v3, JSON_QUERY('1', '$' PASSING '2' FORMAT JSON AS u) v4, JSON_ARRAY(jb FORMAT JSON) e2,
JSON_SCALAR(now()) sc FROM jt;
SELECT pg_get_viewdef('js');
CREATE VIEW js3 AS SELECT JSON_ARRAYAGG(x) OVER (PARTITION BY d) a, JSON_OBJECTAGG(x: 1 RETURNING bytea) FILTER (WHERE x > '') OVER (ORDER BY d) b FROM jt;
SELECT pg_get_viewdef('js3');
CREATE VIEW js4 AS SELECT JSON_ARRAYAGG(x FORMAT JSON RETURNING text) a, JSON_OBJECTAGG('a' VALUE 'b' WITH UNIQUE) b, JSON_OBJECTAGG(x VALUE 'b' ABSENT ON NULL) c , JSON_ARRAYAGG('x') c1, JSON_ARRAYAGG(d RETURNING varchar(100)) FROM jt;
SELECT pg_get_viewdef('js4');
SELECT pg_get_viewdef('js4', true);
CREATE TABLE jd (a text CHECK (a IS JSON AND JSON_SERIALIZE(a) <> ''), b json DEFAULT JSON_OBJECT('x': 1), c text GENERATED ALWAYS AS (JSON_SERIALIZE(a RETURNING text)) STORED);
SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = 'jd'::regclass ORDER BY adnum;
SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'jd'::regclass;
INSERT INTO jd VALUES ('[1,  2]') RETURNING *;
INSERT INTO jd VALUES ('[1,  2') RETURNING *;
CREATE INDEX ji ON jt (JSON_SERIALIZE(j));
CREATE INDEX ji2 ON jt ((JSON_SERIALIZE(jb)));
SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = 'jt'::regclass;
SELECT x FROM jt GROUP BY x, JSON_SERIALIZE(j) HAVING JSON_SERIALIZE(j) > '';
SELECT JSON_OBJECTAGG(x: d) FROM jt GROUP BY JSON_OBJECT(x: 1);
SELECT JSON_OBJECT(x: 1)::jsonb, count(*) FROM jt GROUP BY JSON_OBJECT(x: 1)::jsonb;
SELECT JSON_OBJECT(x: 1)::jsonb, count(*) FROM jt GROUP BY JSON_OBJECT(x: 2)::jsonb;
DROP TABLE jt, jd CASCADE;
SELECT JSON_SERIALIZE('true'::json RETURNING text) = 'true' OR CAST(textanycat('a'::text,1) AS int) = 1;
SELECT JSON_SCALAR(1) IS NOT NULL OR CAST(textanycat('a'::text,1) AS int) = 1;
SELECT JSON('1') IS NOT NULL OR CAST(textanycat('a'::text,1) AS int) = 1;
SELECT JSON_SERIALIZE('1' RETURNING text) IS NOT NULL OR CAST(textanycat('a'::text,1) AS int) = 1;
SELECT CAST(textanycat('a'::text,1) AS int) = 1 OR JSON_SERIALIZE('true'::json RETURNING text) = 'true';
SELECT CAST(textanycat('a'::text,1) AS int) = 1 OR JSON_SCALAR(1) IS NOT NULL;
SELECT CAST(textanycat('a'::text,1) AS int) = 1 OR JSON('1') IS NOT NULL;
SELECT CAST(textanycat('a'::text,1) AS int) = 1 OR JSON_OBJECT('a':1) IS NOT NULL;
SELECT CAST(textanycat('a'::text,1) AS int) = 1 OR JSON_VALUE('1','$') IS NOT NULL;
SELECT CAST(textanycat('a'::text,1) AS int) = 1 OR '1' IS JSON;
SELECT CAST(textanycat('a'::text,1) AS int) = 1 OR JSON_SERIALIZE('1' RETURNING text) = '1';
SELECT CAST(textanycat('a'::text,1) AS int) = 1 OR JSON_SERIALIZE(NULL) IS NULL;
SELECT CAST(textanycat('a'::text,1) AS int) = 1 OR JSON_SERIALIZE('1'::jsonb) IS NOT NULL;
SELECT JSON_SERIALIZE('"a"' RETURNING bytea), JSON_SERIALIZE('1' RETURNING varchar(3)), pg_typeof(JSON_SERIALIZE('1' RETURNING varchar(3)));
CREATE VIEW js AS SELECT JSON_SERIALIZE('{"a":1}' RETURNING bytea) a, JSON_SERIALIZE(x) b, JSON_SERIALIZE(x::jsonb RETURNING varchar(4)) c FROM (VALUES ('1'),('2')) t(x);
SELECT pg_get_viewdef('js');
DROP VIEW js;
