CREATE TABLE strings (id int, t text, p text, n int);
INSERT INTO strings VALUES (1, 'Hello', 'hel%', 2), (2, 'Grüße ÄÖ', 'GRÜ%', -1), (3, 'İstanbul K', '%k', 0), (4, '', '', 5), (5, NULL, 'x', NULL), (6, 'a_b%c\d', 'A\_B\%C\\D', 100), (7, 'tab	new
line', 'TAB%', 3), (8, 'ǅ ß ﬁ', '%SS%', -2);
SELECT id, lower(t), upper(t), lower(t) = upper(t) FROM strings ORDER BY id;
SELECT id FROM strings WHERE lower(t) = 'hello' OR upper(t) = 'GRÜßE ÄÖ' ORDER BY id;
SELECT id, t ILIKE 'h%', t ILIKE '%K', t ILIKE '%ü%', t ILIKE 'A\_b\%C\\d', t NOT ILIKE '%L%', t ~~* 'HELLO', t !~~* '' FROM strings ORDER BY id;
SELECT id, t ILIKE p, t NOT ILIKE p FROM strings ORDER BY id;
SELECT id, t ILIKE 'x\' FROM strings WHERE id = 4;
SELECT id, t ILIKE 'Hello\' FROM strings WHERE id = 1;
SELECT id, left(t, n), left(t, 3), left(t, -2), left(t, 0), right(t, 2) FROM strings ORDER BY id;
SELECT id, substring(t, 2, 3), substring(t from 2), substr(t, n), substring(t, 0, 3), substring(t, -1, 4), substring(t, 3, 0) FROM strings ORDER BY id;
SELECT id, substr(t, n, 2) FROM strings ORDER BY id;
SELECT id, substr(t, 1, n) FROM strings WHERE n >= 0 ORDER BY id;
SELECT id, substr(t, 1, n) FROM strings ORDER BY id;
SELECT substring('abc', 1, -1);
SELECT id, starts_with(t, 'H'), starts_with(t, ''), t ^@ 'Gr', starts_with(t, p), starts_with(p, t) FROM strings ORDER BY id;
SELECT id, id::text, n::text || t, t || n, n || 'x', id::varchar(1), n::char(3), -id || '' FROM strings ORDER BY id;
SELECT 9223372036854775807::text, (-32768)::int2::text, (-2147483648)::text || '.', 'a' || 1::bigint || 2::smallint;
SELECT avg(n), avg(id), avg(id::smallint), avg(n) FILTER (WHERE n > 0), avg(DISTINCT n), avg(id * 2), avg(n) FILTER (WHERE false) FROM strings;
SELECT id % 2, avg(n), avg(id) OVER () FROM strings GROUP BY id % 2, id ORDER BY 1, id LIMIT 3;
SELECT n > 0, avg(n), round(avg(n), 2) FROM strings GROUP BY 1 HAVING avg(n) IS NOT NULL ORDER BY 2;
SELECT avg(n) FROM strings WHERE false;
CREATE INDEX ON strings (lower(t));
CREATE UNIQUE INDEX ON strings (upper(t), id);
SELECT id FROM strings WHERE lower(t) = 'hello';
INSERT INTO strings VALUES (1, 'hELLO') ON CONFLICT (upper(t), id) DO UPDATE SET p = excluded.t RETURNING id, t, p;
-- parameters: HEL% | 2 | 3
SELECT id, t ILIKE $1, left(t, $2::int), substring(t, $2::int, $3::int), lower($1) FROM strings ORDER BY id;
-- parameters: gRÜ% | -1 | 0
SELECT id, t ILIKE $1, left(t, $2::int), substring(t, $2::int, $3::int), upper($1) FROM strings ORDER BY id;
-- parameters: x\ | 1 | 1
SELECT id, t ILIKE $1 FROM strings WHERE id = 1;
-- parameters: x | 1 | -1
SELECT id, substring(t, $2::int, $3::int) FROM strings WHERE t ILIKE $1 OR id = 1;
DROP TABLE strings;
CREATE SEQUENCE drawn;
SELECT abs(nextval('drawn') - 3), -nextval('drawn'), nextval('drawn') % 2, nextval('drawn') / (id + 1) FROM generate_series(1, 2) AS id;
SELECT upper('x' || nextval('drawn')), left('abc', nextval('drawn')::int - 8), lower(nextval('drawn')::text) ILIKE '1%', substr('abcdef', 1, nextval('drawn')::int - 9);
SELECT currval('drawn');
SELECT lower((SELECT 'ÄB' || count(*) FROM pg_namespace WHERE nspname = 'public')), upper(md5('a')), lower(reverse('ABC')), abs((SELECT min(-7)));
DROP SEQUENCE drawn;
SELECT '  padded  ' ^@ ANY ('{""," ","a,b"}'::text[]), 'abc' ^@ ALL ('{a,ab}'::text[]), 'abc' ^@ ANY (SELECT 'x' || n FROM generate_series(1, 2) AS n);
SELECT w FROM (VALUES ('abc'), ('xyz')) AS v(w) WHERE w ^@ ANY (ARRAY['ab', 'q']) OR NOT starts_with(w, 'a') AND w ~~* ANY (ARRAY['X%']);
SELECT w FROM (VALUES ('abc'), ('xyz')) AS v(w) WHERE w ^@ ANY (SELECT left(w, 2)) ORDER BY 1;
