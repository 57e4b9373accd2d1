SELECT g.rolname::information_schema.sql_identifier AS grantor, e.rolname::information_schema.sql_identifier AS grantee,
       current_database()::information_schema.sql_identifier AS table_catalog, n.nspname::information_schema.sql_identifier AS table_schema, x.relname::information_schema.sql_identifier AS table_name,
       x.attname::information_schema.sql_identifier AS column_name, x.privilege_type::information_schema.character_data AS privilege_type,
       (CASE WHEN pg_catalog.pg_has_role(e.oid, x.relowner, 'USAGE') OR x.is_grantable THEN 'YES' ELSE 'NO' END)::information_schema.yes_or_no AS is_grantable
  FROM (SELECT c.relname, c.relnamespace, c.relowner, a.attname, t.grantor, t.grantee, t.privilege_type, t.is_grantable
          FROM pg_catalog.pg_class c
          JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
         CROSS JOIN LATERAL pg_catalog.aclexplode(coalesce(c.relacl, pg_catalog.acldefault('r', c.relowner))) t
         WHERE c.relkind IN ('r', 'v', 'f', 'p')
         UNION
        SELECT c.relname, c.relnamespace, c.relowner, a.attname, t.grantor, t.grantee, t.privilege_type, t.is_grantable
          FROM pg_catalog.pg_class c
          JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
         CROSS JOIN LATERAL pg_catalog.aclexplode(a.attacl) t
         WHERE c.relkind IN ('r', 'v', 'f', 'p')) x
  JOIN pg_catalog.pg_namespace n ON n.oid = x.relnamespace
  JOIN pg_catalog.pg_authid g ON g.oid = x.grantor
  JOIN (SELECT a.oid, a.rolname FROM pg_catalog.pg_authid a UNION ALL SELECT 0, 'PUBLIC') e ON e.oid = x.grantee
 WHERE x.privilege_type IN ('INSERT', 'SELECT', 'UPDATE', 'REFERENCES')
   AND (pg_catalog.pg_has_role(g.oid, 'USAGE') OR pg_catalog.pg_has_role(e.oid, 'USAGE') OR e.rolname = 'PUBLIC')
