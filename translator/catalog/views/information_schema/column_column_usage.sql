SELECT DISTINCT current_database()::information_schema.sql_identifier AS table_catalog, n.nspname::information_schema.sql_identifier AS table_schema, c.relname::information_schema.sql_identifier AS table_name,
       source.attname::information_schema.sql_identifier AS column_name, made.attname::information_schema.sql_identifier AS dependent_column
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_attrdef ad ON ad.adrelid = c.oid
  JOIN pg_catalog.pg_attribute made ON made.attrelid = c.oid AND made.attnum = ad.adnum
  JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_attrdef'::regclass AND d.objid = ad.oid AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = c.oid
  JOIN pg_catalog.pg_attribute source ON source.attrelid = c.oid AND source.attnum = d.refobjsubid
 WHERE made.attgenerated <> '' AND made.attnum <> source.attnum AND pg_catalog.pg_has_role(c.relowner, 'USAGE')
