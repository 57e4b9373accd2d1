SELECT current_database()::information_schema.sql_identifier AS table_catalog, n.nspname::information_schema.sql_identifier AS table_schema, c.relname::information_schema.sql_identifier AS table_name,
       (CASE WHEN c.relpersistence = 't' THEN 'LOCAL TEMPORARY'
             WHEN c.relkind IN ('r', 'p') THEN 'BASE TABLE'
             WHEN c.relkind = 'v' THEN 'VIEW'
             WHEN c.relkind = 'f' THEN 'FOREIGN' END)::information_schema.character_data AS table_type,
       NULL::information_schema.sql_identifier AS self_referencing_column_name, NULL::information_schema.character_data AS reference_generation,
       NULL::information_schema.sql_identifier AS user_defined_type_catalog, NULL::information_schema.sql_identifier AS user_defined_type_schema, NULL::information_schema.sql_identifier AS user_defined_type_name,
       (CASE WHEN c.relkind IN ('r', 'p') OR c.relkind IN ('v', 'f') AND pg_relation_is_updatable(c.oid, false) & 8 = 8 THEN 'YES' ELSE 'NO' END)::information_schema.yes_or_no AS is_insertable_into,
       'NO'::information_schema.yes_or_no AS is_typed, NULL::information_schema.character_data AS commit_action
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('r', 'v', 'f', 'p')
   AND (pg_catalog.pg_has_role(c.relowner, 'USAGE')
        OR pg_catalog.has_table_privilege(c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
        OR pg_catalog.has_any_column_privilege(c.oid, 'SELECT, INSERT, UPDATE, REFERENCES'))
