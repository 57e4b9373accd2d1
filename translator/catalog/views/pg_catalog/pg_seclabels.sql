SELECT objoid, classoid, objsubid, NULL::text AS objtype, NULL::oid AS objnamespace, NULL::text AS objname, provider, label
FROM pg_catalog.pg_seclabel
