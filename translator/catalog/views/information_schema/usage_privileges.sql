SELECT u.rolname::information_schema.sql_identifier AS grantor, 'PUBLIC'::information_schema.sql_identifier AS grantee, current_database()::information_schema.sql_identifier AS object_catalog,
       n.nspname::information_schema.sql_identifier AS object_schema, k.collname::information_schema.sql_identifier AS object_name,
       'COLLATION'::information_schema.character_data AS object_type,
       'USAGE'::information_schema.character_data AS privilege_type, 'NO'::information_schema.yes_or_no AS is_grantable
  FROM pg_catalog.pg_authid u
  JOIN pg_catalog.pg_collation k ON k.collowner = u.oid
  JOIN pg_catalog.pg_namespace n ON n.oid = k.collnamespace
 WHERE k.collencoding IN (-1, (SELECT d.encoding FROM pg_catalog.pg_database d WHERE d.datname = current_database()))
UNION ALL
SELECT g.rolname::information_schema.sql_identifier AS grantor, e.rolname::information_schema.sql_identifier AS grantee,
       current_database()::information_schema.sql_identifier AS object_catalog, n.nspname::information_schema.sql_identifier AS object_schema, t.typname::information_schema.sql_identifier AS object_name,
       'DOMAIN'::information_schema.character_data AS object_type,
       'USAGE'::information_schema.character_data AS privilege_type,
       (CASE WHEN pg_catalog.pg_has_role(e.oid, t.typowner, 'USAGE') OR x.is_grantable THEN 'YES' ELSE 'NO' END)::information_schema.yes_or_no AS is_grantable
  FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
 CROSS JOIN LATERAL pg_catalog.aclexplode(coalesce(t.typacl, pg_catalog.acldefault('T', t.typowner))) x
  JOIN pg_catalog.pg_authid g ON g.oid = x.grantor
  JOIN (SELECT a.oid, a.rolname FROM pg_catalog.pg_authid a UNION ALL SELECT 0, 'PUBLIC') e ON e.oid = x.grantee
 WHERE t.typtype = 'd' AND x.privilege_type = 'USAGE'
   AND (pg_catalog.pg_has_role(g.oid, 'USAGE') OR pg_catalog.pg_has_role(e.oid, 'USAGE') OR e.rolname = 'PUBLIC')
UNION ALL
SELECT g.rolname::information_schema.sql_identifier AS grantor, e.rolname::information_schema.sql_identifier AS grantee,
       current_database()::information_schema.sql_identifier AS object_catalog, ''::information_schema.sql_identifier AS object_schema, o.fdwname::information_schema.sql_identifier AS object_name,
       'FOREIGN DATA WRAPPER'::information_schema.character_data AS object_type,
       'USAGE'::information_schema.character_data AS privilege_type,
       (CASE WHEN pg_catalog.pg_has_role(e.oid, o.fdwowner, 'USAGE') OR x.is_grantable THEN 'YES' ELSE 'NO' END)::information_schema.yes_or_no AS is_grantable
  FROM pg_catalog.pg_foreign_data_wrapper o
 CROSS JOIN LATERAL pg_catalog.aclexplode(coalesce(o.fdwacl, pg_catalog.acldefault('F', o.fdwowner))) x
  JOIN pg_catalog.pg_authid g ON g.oid = x.grantor
  JOIN (SELECT a.oid, a.rolname FROM pg_catalog.pg_authid a UNION ALL SELECT 0, 'PUBLIC') e ON e.oid = x.grantee
 WHERE x.privilege_type = 'USAGE'
   AND (pg_catalog.pg_has_role(g.oid, 'USAGE') OR pg_catalog.pg_has_role(e.oid, 'USAGE') OR e.rolname = 'PUBLIC')
UNION ALL
SELECT g.rolname::information_schema.sql_identifier AS grantor, e.rolname::information_schema.sql_identifier AS grantee,
       current_database()::information_schema.sql_identifier AS object_catalog, ''::information_schema.sql_identifier AS object_schema, o.srvname::information_schema.sql_identifier AS object_name,
       'FOREIGN SERVER'::information_schema.character_data AS object_type,
       'USAGE'::information_schema.character_data AS privilege_type,
       (CASE WHEN pg_catalog.pg_has_role(e.oid, o.srvowner, 'USAGE') OR x.is_grantable THEN 'YES' ELSE 'NO' END)::information_schema.yes_or_no AS is_grantable
  FROM pg_catalog.pg_foreign_server o
 CROSS JOIN LATERAL pg_catalog.aclexplode(coalesce(o.srvacl, pg_catalog.acldefault('S', o.srvowner))) x
  JOIN pg_catalog.pg_authid g ON g.oid = x.grantor
  JOIN (SELECT a.oid, a.rolname FROM pg_catalog.pg_authid a UNION ALL SELECT 0, 'PUBLIC') e ON e.oid = x.grantee
 WHERE x.privilege_type = 'USAGE'
   AND (pg_catalog.pg_has_role(g.oid, 'USAGE') OR pg_catalog.pg_has_role(e.oid, 'USAGE') OR e.rolname = 'PUBLIC')
UNION ALL
SELECT g.rolname::information_schema.sql_identifier AS grantor, e.rolname::information_schema.sql_identifier AS grantee,
       current_database()::information_schema.sql_identifier AS object_catalog, n.nspname::information_schema.sql_identifier AS object_schema, c.relname::information_schema.sql_identifier AS object_name,
       'SEQUENCE'::information_schema.character_data AS object_type,
       'USAGE'::information_schema.character_data AS privilege_type,
       (CASE WHEN pg_catalog.pg_has_role(e.oid, c.relowner, 'USAGE') OR x.is_grantable THEN 'YES' ELSE 'NO' END)::information_schema.yes_or_no AS is_grantable
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL pg_catalog.aclexplode(coalesce(c.relacl, pg_catalog.acldefault('s', c.relowner))) x
  JOIN pg_catalog.pg_authid g ON g.oid = x.grantor
  JOIN (SELECT a.oid, a.rolname FROM pg_catalog.pg_authid a UNION ALL SELECT 0, 'PUBLIC') e ON e.oid = x.grantee
 WHERE c.relkind = 'S' AND x.privilege_type = 'USAGE'
   AND (pg_catalog.pg_has_role(g.oid, 'USAGE') OR pg_catalog.pg_has_role(e.oid, 'USAGE') OR e.rolname = 'PUBLIC')
