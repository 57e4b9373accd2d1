-- Elements of constant ranges that all or none are in, which planning knows.
CREATE TABLE el (n int, t timestamp);
INSERT INTO el VALUES (1, '2024-01-01'), (NULL, NULL);
SELECT CASE WHEN t <@ 'empty'::tsrange THEN GREATEST('0'::cid, '1'::cid) ELSE '0'::cid END FROM el;
SELECT CASE WHEN elem_contained_by_range(t, 'empty'::tsrange) THEN 'x'::text::int ELSE 2 END FROM el;
SELECT CASE WHEN 'empty'::int4range @> n THEN 'x'::text::int ELSE 2 END FROM el;
SELECT CASE WHEN '(,)'::int4range @> n THEN 1 ELSE 'x'::text::int END FROM el;
SELECT CASE WHEN n <@ int4range(NULL, NULL) THEN 1 ELSE 'x'::text::int END FROM el;
SELECT CASE WHEN n <@ '[1,2)'::int4range THEN 1 ELSE 'x'::text::int END FROM el;
SELECT CASE WHEN NOT (n <@ 'empty'::int4range) THEN 1 ELSE 'x'::text::int END FROM el;
SELECT CASE WHEN n <@ 'empty'::int4range OR n <@ '(,)'::int4range THEN 1 ELSE 'x'::text::int END FROM el;
SELECT n <@ 'empty'::int4range AND 'x'::text::int = 1 FROM el;
SELECT CASE WHEN n <@ NULL::int4range THEN 'x'::text::int ELSE 2 END FROM el;
SELECT CASE WHEN n <@ range_merge('[1,2)'::int4range, 'empty') THEN 'x'::text::int ELSE 2 END FROM el;
SELECT CASE WHEN 5 <@ 'empty'::int4range THEN 'x'::text::int ELSE 2 END FROM el;
DROP TABLE el;
