SELECT m.rolname::information_schema.sql_identifier AS grantee, r.rolname::information_schema.sql_identifier AS role_name,
       (CASE WHEN g.admin_option THEN 'YES' ELSE 'NO' END)::information_schema.yes_or_no AS is_grantable
  FROM (SELECT k.member, k.roleid, k.admin_option FROM pg_catalog.pg_auth_members k
         UNION
        SELECT d.datdba, o.oid, false FROM pg_catalog.pg_database d, pg_catalog.pg_authid o
         WHERE d.datname = current_database() AND o.rolname = 'pg_database_owner') g
  JOIN pg_catalog.pg_authid m ON m.oid = g.member
  JOIN pg_catalog.pg_authid r ON r.oid = g.roleid
 WHERE pg_catalog.pg_has_role(m.oid, 'USAGE')
