SELECT current_database()::information_schema.sql_identifier AS collation_catalog, n.nspname::information_schema.sql_identifier AS collation_schema,
       c.collname::information_schema.sql_identifier AS collation_name, 'NO PAD'::information_schema.character_data AS pad_attribute
  FROM pg_catalog.pg_collation c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.collnamespace
 WHERE c.collencoding = -1 OR c.collencoding = (SELECT d.encoding FROM pg_catalog.pg_database d WHERE d.datname = current_database())
