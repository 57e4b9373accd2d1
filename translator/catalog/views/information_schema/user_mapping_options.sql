SELECT m.authorization_identifier, m.foreign_server_catalog, m.foreign_server_name,
       o.option_name::information_schema.sql_identifier AS option_name,
       (CASE WHEN m.umuser <> 0 AND m.authorization_identifier = current_user
               OR m.umuser = 0 AND pg_catalog.pg_has_role(m.srvowner, 'USAGE')
               OR (SELECT a.rolsuper FROM pg_catalog.pg_authid a WHERE a.rolname = current_user)
             THEN o.option_value END)::information_schema.character_data AS option_value
  FROM information_schema._pg_user_mappings m
 CROSS JOIN LATERAL pg_catalog.pg_options_to_table(m.umoptions) o
