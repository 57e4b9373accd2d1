SELECT g.rolname::information_schema.sql_identifier AS grantor, e.rolname::information_schema.sql_identifier AS grantee,
       current_database()::information_schema.sql_identifier AS udt_catalog, n.nspname::information_schema.sql_identifier AS udt_schema, t.typname::information_schema.sql_identifier AS udt_name,
       'TYPE USAGE'::information_schema.character_data AS privilege_type,
       (CASE WHEN pg_catalog.pg_has_role(e.oid, t.typowner, 'USAGE') OR x.is_grantable THEN 'YES' ELSE 'NO' END)::information_schema.yes_or_no AS is_grantable
  FROM pg_catalog.pg_type t
  JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
 CROSS JOIN LATERAL pg_catalog.aclexplode(coalesce(t.typacl, pg_catalog.acldefault('T', t.typowner))) x
  JOIN pg_catalog.pg_authid g ON g.oid = x.grantor
  JOIN (SELECT a.oid, a.rolname FROM pg_catalog.pg_authid a UNION ALL SELECT 0, 'PUBLIC') e ON e.oid = x.grantee
 WHERE t.typtype = 'c' AND x.privilege_type = 'USAGE'
   AND (pg_catalog.pg_has_role(g.oid, 'USAGE') OR pg_catalog.pg_has_role(e.oid, 'USAGE') OR e.rolname = 'PUBLIC')
