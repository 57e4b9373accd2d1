SELECT gr.rolname::information_schema.sql_identifier AS grantor, coalesce(ge.rolname, 'PUBLIC')::information_schema.sql_identifier AS grantee,
       current_database()::information_schema.sql_identifier AS specific_catalog, n.nspname::information_schema.sql_identifier AS specific_schema,
       nameconcatoid(p.proname, p.oid)::information_schema.sql_identifier AS specific_name,
       current_database()::information_schema.sql_identifier AS routine_catalog, n.nspname::information_schema.sql_identifier AS routine_schema, p.proname::information_schema.sql_identifier AS routine_name,
       'EXECUTE'::information_schema.character_data AS privilege_type,
       (CASE WHEN a.is_grantable OR pg_catalog.pg_has_role(a.grantee, p.proowner, 'USAGE') THEN 'YES' ELSE 'NO' END)::information_schema.yes_or_no AS is_grantable
  FROM pg_catalog.pg_proc p
  JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
  CROSS JOIN LATERAL pg_catalog.aclexplode(coalesce(p.proacl, pg_catalog.acldefault('f', p.proowner))) AS a
  JOIN pg_catalog.pg_authid gr ON gr.oid = a.grantor
  LEFT JOIN pg_catalog.pg_authid ge ON ge.oid = a.grantee
 WHERE a.privilege_type = 'EXECUTE'
   AND (ge.oid IS NOT NULL OR a.grantee = 0)
   AND (pg_catalog.pg_has_role(gr.oid, 'USAGE') OR pg_catalog.pg_has_role(ge.oid, 'USAGE') OR a.grantee = 0)
