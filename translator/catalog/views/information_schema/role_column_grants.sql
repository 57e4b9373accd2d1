SELECT p.grantor, p.grantee, p.table_catalog, p.table_schema, p.table_name, p.column_name, p.privilege_type, p.is_grantable
  FROM information_schema.column_privileges p
 WHERE p.grantor IN (SELECT r.role_name FROM information_schema.enabled_roles r)
    OR p.grantee IN (SELECT r.role_name FROM information_schema.enabled_roles r)
