SELECT a.rolname::information_schema.sql_identifier AS role_name FROM pg_catalog.pg_authid a
 WHERE pg_catalog.pg_has_role(a.oid, 'USAGE')
