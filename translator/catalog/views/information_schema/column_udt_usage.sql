SELECT current_database()::information_schema.sql_identifier AS udt_catalog, u.nspname::information_schema.sql_identifier AS udt_schema,
       b.typname::information_schema.sql_identifier AS udt_name, current_database()::information_schema.sql_identifier AS table_catalog,
       n.nspname::information_schema.sql_identifier AS table_schema, c.relname::information_schema.sql_identifier AS table_name,
       a.attname::information_schema.sql_identifier AS column_name
  FROM pg_catalog.pg_attribute a
  JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
  JOIN pg_catalog.pg_type b ON b.oid = CASE t.typtype WHEN 'd' THEN t.typbasetype ELSE t.oid END
  JOIN pg_catalog.pg_namespace u ON u.oid = b.typnamespace
 WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'v', 'f', 'p') AND pg_catalog.pg_has_role(b.typowner, 'USAGE')
