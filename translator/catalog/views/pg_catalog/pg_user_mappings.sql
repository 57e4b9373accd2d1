SELECT m.oid AS umid, s.oid AS srvid, s.srvname, m.umuser,
       (CASE WHEN m.umuser = 0 THEN 'public' ELSE a.rolname END)::name AS usename,
       CASE WHEN m.umuser <> 0 AND a.rolname = current_user
                 AND (pg_catalog.pg_has_role(s.srvowner, 'USAGE') OR pg_catalog.has_server_privilege(s.oid, 'USAGE'))
              OR m.umuser = 0 AND pg_catalog.pg_has_role(s.srvowner, 'USAGE')
              OR (SELECT r.rolsuper FROM pg_catalog.pg_authid r WHERE r.rolname = current_user)
            THEN m.umoptions END AS umoptions
  FROM pg_catalog.pg_user_mapping m
  JOIN pg_catalog.pg_foreign_server s ON s.oid = m.umserver
  LEFT JOIN pg_catalog.pg_authid a ON a.oid = m.umuser
