SELECT current_database()::information_schema.sql_identifier AS sequence_catalog, n.nspname::information_schema.sql_identifier AS sequence_schema, c.relname::information_schema.sql_identifier AS sequence_name,
       pg_catalog.format_type(s.seqtypid, NULL)::information_schema.character_data AS data_type,
       (CASE s.seqtypid WHEN 21 THEN 16 WHEN 23 THEN 32 ELSE 64 END)::information_schema.cardinal_number AS numeric_precision,
       2::information_schema.cardinal_number AS numeric_precision_radix, 0::information_schema.cardinal_number AS numeric_scale,
       s.seqstart::text::information_schema.character_data AS start_value, s.seqmin::text::information_schema.character_data AS minimum_value, s.seqmax::text::information_schema.character_data AS maximum_value,
       s.seqincrement::text::information_schema.character_data AS increment, (CASE WHEN s.seqcycle THEN 'YES' ELSE 'NO' END)::information_schema.yes_or_no AS cycle_option
  FROM pg_catalog.pg_sequence s
  JOIN pg_catalog.pg_class c ON c.oid = s.seqrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind = 'S'
   AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d WHERE d.classid = 1259 AND d.objid = c.oid AND d.deptype = 'i')
   AND (pg_catalog.pg_has_role(c.relowner, 'USAGE') OR pg_catalog.has_sequence_privilege(c.oid, 'SELECT, UPDATE, USAGE'))
