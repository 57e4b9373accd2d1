SELECT t.foreign_table_catalog, t.foreign_table_schema, t.foreign_table_name,
       o.option_name::information_schema.sql_identifier AS option_name,
       o.option_value::information_schema.character_data AS option_value
  FROM information_schema._pg_foreign_tables t
 CROSS JOIN LATERAL pg_catalog.pg_options_to_table(t.ftoptions) o
