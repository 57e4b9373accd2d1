SELECT current_database()::information_schema.sql_identifier AS object_catalog, n.nspname::information_schema.sql_identifier AS object_schema,
       o.object_name::information_schema.sql_identifier AS object_name, o.object_type::information_schema.character_data AS object_type,
       o.place::text::information_schema.sql_identifier AS collection_type_identifier,
       (CASE WHEN en.nspname = 'pg_catalog' THEN pg_catalog.format_type(e.oid, NULL) ELSE 'USER-DEFINED' END)::information_schema.character_data AS data_type,
       NULL::information_schema.cardinal_number AS character_maximum_length, NULL::information_schema.cardinal_number AS character_octet_length,
       NULL::information_schema.sql_identifier AS character_set_catalog, NULL::information_schema.sql_identifier AS character_set_schema, NULL::information_schema.sql_identifier AS character_set_name,
       (CASE WHEN cn.nspname IS NOT NULL THEN current_database() END)::information_schema.sql_identifier AS collation_catalog,
       cn.nspname::information_schema.sql_identifier AS collation_schema, co.collname::information_schema.sql_identifier AS collation_name,
       NULL::information_schema.cardinal_number AS numeric_precision, NULL::information_schema.cardinal_number AS numeric_precision_radix, NULL::information_schema.cardinal_number AS numeric_scale, NULL::information_schema.cardinal_number AS datetime_precision,
       NULL::information_schema.character_data AS interval_type, NULL::information_schema.cardinal_number AS interval_precision,
       current_database()::information_schema.sql_identifier AS udt_catalog, en.nspname::information_schema.sql_identifier AS udt_schema, e.typname::information_schema.sql_identifier AS udt_name,
       NULL::information_schema.sql_identifier AS scope_catalog, NULL::information_schema.sql_identifier AS scope_schema, NULL::information_schema.sql_identifier AS scope_name, NULL::information_schema.cardinal_number AS maximum_cardinality,
       ('a' || o.place::text)::information_schema.sql_identifier AS dtd_identifier
  FROM (SELECT c.relnamespace AS namespace, c.relname::text AS object_name, CASE WHEN c.relkind = 'c' THEN 'USER-DEFINED TYPE' ELSE 'TABLE' END AS object_type, a.attnum::int AS place,
               a.atttypid AS type, a.attcollation AS collation
          FROM pg_catalog.pg_class c
          JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
         WHERE c.relkind IN ('r', 'v', 'f', 'c', 'p') AND a.attnum > 0 AND NOT a.attisdropped
        UNION ALL
        SELECT t.typnamespace, t.typname::text, 'DOMAIN', 1, t.typbasetype, t.typcollation FROM pg_catalog.pg_type t WHERE t.typtype = 'd'
        UNION ALL
        SELECT p.pronamespace, nameconcatoid(p.proname, p.oid)::text, 'ROUTINE', g.place, coalesce(p.proallargtypes[g.place], p.proargtypes[g.place - 1]), 0
          FROM pg_catalog.pg_proc p
         CROSS JOIN LATERAL pg_catalog.generate_series(1, coalesce(pg_catalog.cardinality(p.proallargtypes), p.pronargs)) AS g(place)
        UNION ALL
        SELECT p.pronamespace, nameconcatoid(p.proname, p.oid)::text, 'ROUTINE', 0, p.prorettype, 0 FROM pg_catalog.pg_proc p) AS o
  JOIN pg_catalog.pg_namespace n ON n.oid = o.namespace
  JOIN pg_catalog.pg_type t ON t.oid = o.type
  JOIN pg_catalog.pg_type e ON e.oid = t.typelem
  JOIN pg_catalog.pg_namespace en ON en.oid = e.typnamespace
  LEFT JOIN pg_catalog.pg_collation co ON co.oid = o.collation AND (co.collname <> 'default' OR co.collnamespace <> 11)
  LEFT JOIN pg_catalog.pg_namespace cn ON cn.oid = co.collnamespace
 WHERE t.typelem <> 0 AND t.typlen = -1
   AND (n.nspname, o.object_name, o.object_type, o.place::text) IN (SELECT object_schema, object_name::text, object_type, dtd_identifier::text FROM information_schema.data_type_privileges)
