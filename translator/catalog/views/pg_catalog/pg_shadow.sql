SELECT a.rolname AS usename, a.oid AS usesysid, a.rolcreatedb AS usecreatedb, a.rolsuper AS usesuper, a.rolreplication AS userepl,
       a.rolbypassrls AS usebypassrls, a.rolpassword AS passwd, a.rolvaliduntil AS valuntil, s.setconfig AS useconfig
  FROM pg_authid a
  LEFT JOIN pg_db_role_setting s ON s.setrole = a.oid AND s.setdatabase = 0
 WHERE a.rolcanlogin
