SELECT current_database()::information_schema.sql_identifier AS udt_catalog, bn.nspname::information_schema.sql_identifier AS udt_schema, b.typname::information_schema.sql_identifier AS udt_name,
       current_database()::information_schema.sql_identifier AS domain_catalog, n.nspname::information_schema.sql_identifier AS domain_schema, t.typname::information_schema.sql_identifier AS domain_name
  FROM pg_catalog.pg_type t
  JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
  JOIN pg_catalog.pg_type b ON b.oid = t.typbasetype
  JOIN pg_catalog.pg_namespace bn ON bn.oid = b.typnamespace
 WHERE t.typtype = 'd' AND b.typowner = (SELECT r.oid FROM pg_catalog.pg_authid r WHERE r.rolname = current_user)
