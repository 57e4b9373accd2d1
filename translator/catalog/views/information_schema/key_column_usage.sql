SELECT current_database()::information_schema.sql_identifier AS constraint_catalog, cn.nspname::information_schema.sql_identifier AS constraint_schema, k.conname::information_schema.sql_identifier AS constraint_name,
       current_database()::information_schema.sql_identifier AS table_catalog, n.nspname::information_schema.sql_identifier AS table_schema, c.relname::information_schema.sql_identifier AS table_name,
       a.attname::information_schema.sql_identifier AS column_name, array_position(k.conkey, a.attnum)::information_schema.cardinal_number AS ordinal_position,
       (CASE WHEN k.contype = 'f'
             THEN array_position(u.conkey, k.confkey[array_position(k.conkey, a.attnum)]) END)::information_schema.cardinal_number AS position_in_unique_constraint
  FROM pg_catalog.pg_constraint k
  JOIN pg_catalog.pg_namespace cn ON cn.oid = k.connamespace
  JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)
  LEFT JOIN pg_catalog.pg_constraint u
    ON k.contype = 'f' AND u.conrelid = k.confrelid AND u.conindid = k.conindid AND u.contype IN ('p', 'u')
 WHERE k.contype IN ('p', 'u', 'f') AND c.relkind IN ('r', 'p')
