SELECT NULL::information_schema.sql_identifier AS character_set_catalog, NULL::information_schema.sql_identifier AS character_set_schema,
       e.encoding::information_schema.sql_identifier AS character_set_name,
       (CASE e.encoding WHEN 'UTF8' THEN 'UCS' ELSE e.encoding END)::information_schema.sql_identifier AS character_repertoire,
       e.encoding::information_schema.sql_identifier AS form_of_use,
       current_database()::information_schema.sql_identifier AS default_collate_catalog,
       f.nspname::information_schema.sql_identifier AS default_collate_schema, f.collname::information_schema.sql_identifier AS default_collate_name
  FROM (SELECT getdatabaseencoding() AS encoding) e
  JOIN pg_catalog.pg_database d ON d.datname = current_database()
  LEFT JOIN (SELECT c.collname, c.collcollate, c.collctype, n.nspname
               FROM pg_catalog.pg_collation c JOIN pg_catalog.pg_namespace n ON n.oid = c.collnamespace) f
    ON f.collcollate = d.datcollate AND f.collctype = d.datctype
 ORDER BY char_length(f.collname) DESC, f.collname LIMIT 1
