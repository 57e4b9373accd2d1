SELECT current_database()::information_schema.sql_identifier AS user_defined_type_catalog, n.nspname::information_schema.sql_identifier AS user_defined_type_schema, c.relname::information_schema.sql_identifier AS user_defined_type_name,
       'STRUCTURED'::information_schema.character_data AS user_defined_type_category, 'YES'::information_schema.yes_or_no AS is_instantiable,
       NULL::information_schema.yes_or_no AS is_final, NULL::information_schema.character_data AS ordering_form, NULL::information_schema.character_data AS ordering_category,
       NULL::information_schema.sql_identifier AS ordering_routine_catalog, NULL::information_schema.sql_identifier AS ordering_routine_schema, NULL::information_schema.sql_identifier AS ordering_routine_name,
       NULL::information_schema.character_data AS reference_type, NULL::information_schema.character_data AS data_type, NULL::information_schema.cardinal_number AS character_maximum_length, NULL::information_schema.cardinal_number AS character_octet_length,
       NULL::information_schema.sql_identifier AS character_set_catalog, NULL::information_schema.sql_identifier AS character_set_schema, NULL::information_schema.sql_identifier AS character_set_name,
       NULL::information_schema.sql_identifier AS collation_catalog, NULL::information_schema.sql_identifier AS collation_schema, NULL::information_schema.sql_identifier AS collation_name,
       NULL::information_schema.cardinal_number AS numeric_precision, NULL::information_schema.cardinal_number AS numeric_precision_radix, NULL::information_schema.cardinal_number AS numeric_scale, NULL::information_schema.cardinal_number AS datetime_precision,
       NULL::information_schema.character_data AS interval_type, NULL::information_schema.cardinal_number AS interval_precision,
       NULL::information_schema.sql_identifier AS source_dtd_identifier, NULL::information_schema.sql_identifier AS ref_dtd_identifier
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind = 'c'
