SELECT current_database()::information_schema.sql_identifier AS table_catalog, n.nspname::information_schema.sql_identifier AS table_schema, c.relname::information_schema.sql_identifier AS table_name,
       current_database()::information_schema.sql_identifier AS constraint_catalog, cn.nspname::information_schema.sql_identifier AS constraint_schema, k.conname::information_schema.sql_identifier AS constraint_name
  FROM pg_catalog.pg_constraint k
  JOIN pg_catalog.pg_namespace cn ON cn.oid = k.connamespace
  JOIN pg_catalog.pg_class c ON c.oid = CASE WHEN k.contype = 'f' THEN k.confrelid ELSE k.conrelid END
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
 WHERE k.contype IN ('f', 'p', 'u') AND c.relkind IN ('r', 'p')
