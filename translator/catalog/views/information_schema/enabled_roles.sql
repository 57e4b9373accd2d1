SELECT a.rolname::information_schema.sql_identifier AS role_name FROM pg_catalog.pg_authid a
