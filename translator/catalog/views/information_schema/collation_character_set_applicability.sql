SELECT current_database()::information_schema.sql_identifier AS collation_catalog, n.nspname::information_schema.sql_identifier AS collation_schema,
       c.collname::information_schema.sql_identifier AS collation_name, NULL::information_schema.sql_identifier AS character_set_catalog,
       NULL::information_schema.sql_identifier AS character_set_schema, getdatabaseencoding()::information_schema.sql_identifier AS character_set_name
  FROM pg_catalog.pg_collation c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.collnamespace
 WHERE c.collencoding = -1 OR c.collencoding = (SELECT d.encoding FROM pg_catalog.pg_database d WHERE d.datname = current_database())
