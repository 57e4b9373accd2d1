SELECT current_database()::information_schema.sql_identifier AS constraint_catalog, n.nspname::information_schema.sql_identifier AS constraint_schema, k.conname::information_schema.sql_identifier AS constraint_name,
       (CASE WHEN k.contype = 'n' THEN pg_catalog.quote_ident(a.attname) || ' IS NOT NULL'
             ELSE pg_catalog.pg_get_expr(k.conbin, k.conrelid) END)::information_schema.character_data AS check_clause
  FROM pg_catalog.pg_constraint k
  LEFT JOIN pg_catalog.pg_namespace n ON n.oid = k.connamespace
  LEFT JOIN pg_catalog.pg_attribute a ON k.contype = 'n' AND a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
 WHERE k.contype IN ('c', 'n') AND k.conrelid <> 0
UNION ALL
SELECT current_database()::information_schema.sql_identifier, n.nspname::information_schema.sql_identifier, k.conname::information_schema.sql_identifier,
       (CASE WHEN k.contype = 'n' THEN 'VALUE IS NOT NULL' ELSE pg_catalog.pg_get_expr(k.conbin, 0) END)::information_schema.character_data
  FROM pg_catalog.pg_constraint k
  JOIN pg_catalog.pg_namespace n ON n.oid = k.connamespace
 WHERE k.contype IN ('c', 'n') AND k.contypid <> 0
