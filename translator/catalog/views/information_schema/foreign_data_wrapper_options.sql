SELECT w.foreign_data_wrapper_catalog, w.foreign_data_wrapper_name, o.option_name::information_schema.sql_identifier AS option_name,
       o.option_value::information_schema.character_data AS option_value
  FROM information_schema._pg_foreign_data_wrappers w
 CROSS JOIN LATERAL pg_catalog.pg_options_to_table(w.fdwoptions) o
