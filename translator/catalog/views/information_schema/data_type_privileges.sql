SELECT current_database()::information_schema.sql_identifier AS object_catalog, o.object_schema, o.object_name,
       o.object_type::information_schema.character_data AS object_type, o.dtd_identifier
  FROM (SELECT udt_schema AS object_schema, udt_name AS object_name, 'USER-DEFINED TYPE' AS object_type, dtd_identifier FROM information_schema.attributes
        UNION ALL SELECT table_schema, table_name, 'TABLE', dtd_identifier FROM information_schema.columns
        UNION ALL SELECT domain_schema, domain_name, 'DOMAIN', dtd_identifier FROM information_schema.domains
        UNION ALL SELECT specific_schema, specific_name, 'ROUTINE', dtd_identifier FROM information_schema.parameters
        UNION ALL SELECT specific_schema, specific_name, 'ROUTINE', dtd_identifier FROM information_schema.routines) AS o
