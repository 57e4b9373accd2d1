SELECT DISTINCT current_database()::information_schema.sql_identifier AS specific_catalog, n.nspname::information_schema.sql_identifier AS specific_schema,
       nameconcatoid(p.proname, p.oid)::information_schema.sql_identifier AS specific_name, current_database()::information_schema.sql_identifier AS routine_catalog,
       un.nspname::information_schema.sql_identifier AS routine_schema, nameconcatoid(u.proname, u.oid)::information_schema.sql_identifier AS routine_name
  FROM pg_catalog.pg_depend d
  JOIN pg_catalog.pg_proc p ON p.oid = d.objid
  JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
  JOIN pg_catalog.pg_proc u ON u.oid = d.refobjid
  JOIN pg_catalog.pg_namespace un ON un.oid = u.pronamespace
 WHERE d.classid = 'pg_catalog.pg_proc'::regclass AND d.refclassid = 'pg_catalog.pg_proc'::regclass
   AND p.prokind IN ('f', 'p') AND u.prokind IN ('f', 'p') AND pg_catalog.pg_has_role(u.proowner, 'USAGE')
