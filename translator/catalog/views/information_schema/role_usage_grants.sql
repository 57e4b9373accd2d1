SELECT p.grantor, p.grantee, p.object_catalog, p.object_schema, p.object_name, p.object_type, p.privilege_type, p.is_grantable
  FROM information_schema.usage_privileges p
 WHERE p.grantor IN (SELECT r.role_name FROM information_schema.enabled_roles r)
    OR p.grantee IN (SELECT r.role_name FROM information_schema.enabled_roles r)
