SELECT g.rolname::information_schema.sql_identifier AS grantor, e.rolname::information_schema.sql_identifier AS grantee,
       current_database()::information_schema.sql_identifier AS table_catalog, n.nspname::information_schema.sql_identifier AS table_schema, c.relname::information_schema.sql_identifier AS table_name,
       x.privilege_type::information_schema.character_data AS privilege_type,
       (CASE WHEN pg_catalog.pg_has_role(e.oid, c.relowner, 'USAGE') OR x.is_grantable THEN 'YES' ELSE 'NO' END)::information_schema.yes_or_no AS is_grantable,
       (CASE WHEN x.privilege_type = 'SELECT' THEN 'YES' ELSE 'NO' END)::information_schema.yes_or_no AS with_hierarchy
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL pg_catalog.aclexplode(coalesce(c.relacl, pg_catalog.acldefault('r', c.relowner))) x
  JOIN pg_catalog.pg_authid g ON g.oid = x.grantor
  JOIN (SELECT a.oid, a.rolname FROM pg_catalog.pg_authid a UNION ALL SELECT 0, 'PUBLIC') e ON e.oid = x.grantee
 WHERE c.relkind IN ('r', 'v', 'f', 'p')
   AND x.privilege_type IN ('INSERT', 'SELECT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER')
   AND (pg_catalog.pg_has_role(g.oid, 'USAGE') OR pg_catalog.pg_has_role(e.oid, 'USAGE') OR e.rolname = 'PUBLIC')
