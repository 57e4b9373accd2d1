SELECT p.grantor, p.grantee, p.udt_catalog, p.udt_schema, p.udt_name, p.privilege_type, p.is_grantable
  FROM information_schema.udt_privileges p
 WHERE p.grantor IN (SELECT r.role_name FROM information_schema.enabled_roles r)
    OR p.grantee IN (SELECT r.role_name FROM information_schema.enabled_roles r)
