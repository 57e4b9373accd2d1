SELECT m.oid, m.umoptions, m.umuser, coalesce(a.rolname, 'PUBLIC')::information_schema.sql_identifier AS authorization_identifier,
       s.foreign_server_catalog, s.foreign_server_name, s.authorization_identifier AS srvowner
  FROM pg_catalog.pg_user_mapping m
  JOIN information_schema._pg_foreign_servers s ON s.oid = m.umserver
  LEFT JOIN pg_catalog.pg_authid a ON a.oid = m.umuser
