SELECT a.rolname, a.rolsuper, a.rolinherit, a.rolcreaterole, a.rolcreatedb, a.rolcanlogin, a.rolreplication, a.rolconnlimit,
       '********'::text AS rolpassword, a.rolvaliduntil, a.rolbypassrls, s.setconfig AS rolconfig, a.oid
  FROM pg_authid a
  LEFT JOIN pg_db_role_setting s ON s.setrole = a.oid AND s.setdatabase = 0
