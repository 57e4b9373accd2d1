-- Which operand of a comparison is computed first where both have subqueries.
SELECT GREATEST(CAST(''::text AS regclass), (SELECT '987654321'::regclass)) <> (SELECT CAST('naive'::varchar AS regclass));
SELECT CAST(''::text AS regclass) <> (SELECT CAST('naive'::varchar AS regclass));
SELECT COALESCE(CAST(''::text AS regclass), (SELECT '987654321'::regclass)) <> (SELECT CAST('naive'::varchar AS regclass));
SELECT (SELECT CAST(''::text AS regclass)) <> (SELECT CAST('naive'::varchar AS regclass));
SELECT NULLIF(CAST(''::text AS regclass), (SELECT '987654321'::regclass)) <> (SELECT CAST('naive'::varchar AS regclass));
SELECT (CASE WHEN (SELECT true) THEN CAST(''::text AS regclass) END) <> (SELECT CAST('naive'::varchar AS regclass));
SELECT ROW(GREATEST(CAST(''::text AS regclass), (SELECT '987654321'::regclass)), 1) <> ROW((SELECT CAST('naive'::varchar AS regclass)), 2);
SELECT GREATEST(CAST(''::text AS regclass), (SELECT '987654321'::regclass)) = (SELECT CAST('naive'::varchar AS regclass));
SELECT GREATEST(CAST(''::text AS regclass), (SELECT '987654321'::regclass)) > (SELECT CAST('naive'::varchar AS regclass));
SELECT GREATEST(CAST(''::text AS regclass), (SELECT '987654321'::regclass)) IN ((SELECT CAST('naive'::varchar AS regclass)), 'pg_class');
SELECT GREATEST(CAST(''::text AS regclass), (SELECT '987654321'::regclass)) IS DISTINCT FROM (SELECT CAST('naive'::varchar AS regclass));
SELECT GREATEST(CAST(''::text AS int), (SELECT 1)) + (SELECT CAST('naive'::varchar AS int));
SELECT GREATEST(CAST(textanycat('a',1) AS int), (SELECT 1)) + (SELECT CAST(textanycat('b',1) AS int));
SELECT GREATEST(CAST(textanycat('a',1) AS int), (SELECT 1)) < (SELECT CAST(textanycat('b',1) AS int));
SELECT (CAST(textanycat('a',1) AS int) + (SELECT 1)) < (SELECT CAST(textanycat('b',1) AS int));
SELECT pg_get_publication_tables('-'::text, NULL::text);
SELECT * FROM pg_get_publication_tables(VARIADIC ARRAY[NULL, 'x']::text[]);
SELECT pg_options_to_table(ARRAY['a=1', NULL]);
