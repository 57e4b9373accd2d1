SELECT p.pubname, n.nspname AS schemaname, c.relname AS tablename,
       (SELECT array_agg(a.attname ORDER BY a.attnum) FROM pg_attribute a
         WHERE a.attrelid = t.relid AND a.attnum = ANY (t.attrs)) AS attnames,
       pg_get_expr(t.qual, t.relid) AS rowfilter
  FROM pg_publication p
 CROSS JOIN LATERAL pg_get_publication_tables(p.pubname) t
  JOIN pg_class c ON c.oid = t.relid
  JOIN pg_namespace n ON n.oid = c.relnamespace
