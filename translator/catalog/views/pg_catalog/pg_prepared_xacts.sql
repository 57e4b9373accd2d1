SELECT p.transaction, p.gid, p.prepared, u.rolname AS owner, d.datname AS database
  FROM pg_prepared_xact() p
  LEFT JOIN pg_authid u ON p.ownerid = u.oid
  LEFT JOIN pg_database d ON p.dbid = d.oid
