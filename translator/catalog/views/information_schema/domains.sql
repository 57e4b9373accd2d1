SELECT current_database()::information_schema.sql_identifier AS domain_catalog, n.nspname::information_schema.sql_identifier AS domain_schema, t.typname::information_schema.sql_identifier AS domain_name,
       (CASE WHEN bn.nspname = 'pg_catalog' THEN pg_catalog.format_type(b.oid, NULL)
             ELSE 'USER-DEFINED' END)::information_schema.character_data AS data_type,
       (CASE WHEN b.oid IN (1042, 1043) AND m.typmod <> -1 THEN m.typmod - 4
             WHEN b.oid IN (1560, 1562) AND m.typmod <> -1 THEN m.typmod END)::information_schema.cardinal_number AS character_maximum_length,
       (CASE WHEN b.oid IN (25, 1042, 1043) THEN CASE WHEN m.typmod = -1 THEN 1073741824 ELSE (m.typmod - 4) * 4 END
             END)::information_schema.cardinal_number AS character_octet_length,
       NULL::information_schema.sql_identifier AS character_set_catalog, NULL::information_schema.sql_identifier AS character_set_schema, NULL::information_schema.sql_identifier AS character_set_name,
       (CASE WHEN co.collname IS NOT NULL THEN current_database() END)::information_schema.sql_identifier AS collation_catalog,
       cn.nspname::information_schema.sql_identifier AS collation_schema, co.collname::information_schema.sql_identifier AS collation_name,
       (CASE b.oid WHEN 21 THEN 16 WHEN 23 THEN 32 WHEN 20 THEN 64 WHEN 700 THEN 24 WHEN 701 THEN 53
             WHEN 1700 THEN CASE WHEN m.typmod <> -1 THEN ((m.typmod - 4) >> 16) & 65535 END END)::information_schema.cardinal_number AS numeric_precision,
       (CASE WHEN b.oid IN (20, 21, 23, 700, 701) THEN 2 WHEN b.oid = 1700 THEN 10 END)::information_schema.cardinal_number AS numeric_precision_radix,
       (CASE WHEN b.oid IN (20, 21, 23) THEN 0
             WHEN b.oid = 1700 AND m.typmod <> -1 THEN (m.typmod - 4) & 2047 END)::information_schema.cardinal_number AS numeric_scale,
       (CASE WHEN b.oid = 1082 THEN 0
             WHEN b.oid IN (1083, 1114, 1184, 1266) THEN CASE WHEN m.typmod < 0 THEN 6 ELSE m.typmod END
             WHEN b.oid = 1186 THEN CASE WHEN m.typmod < 0 OR (m.typmod & 65535) = 65535 THEN 6 ELSE m.typmod & 65535 END
             END)::information_schema.cardinal_number AS datetime_precision,
       (CASE WHEN b.oid = 1186 AND strpos(pg_catalog.format_type(b.oid, m.typmod), ' ') > 0
             THEN upper(substr(pg_catalog.format_type(b.oid, m.typmod), strpos(pg_catalog.format_type(b.oid, m.typmod), ' ') + 1))
             END)::information_schema.character_data AS interval_type,
       NULL::information_schema.cardinal_number AS interval_precision,
       t.typdefault::information_schema.character_data AS domain_default,
       current_database()::information_schema.sql_identifier AS udt_catalog, bn.nspname::information_schema.sql_identifier AS udt_schema, b.typname::information_schema.sql_identifier AS udt_name,
       NULL::information_schema.sql_identifier AS scope_catalog, NULL::information_schema.sql_identifier AS scope_schema, NULL::information_schema.sql_identifier AS scope_name,
       NULL::information_schema.cardinal_number AS maximum_cardinality,
       1::text::information_schema.sql_identifier AS dtd_identifier
  FROM pg_catalog.pg_type t
  JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
  JOIN pg_catalog.pg_type b ON b.oid = t.typbasetype
  JOIN pg_catalog.pg_namespace bn ON bn.oid = b.typnamespace
  CROSS JOIN LATERAL (SELECT t.typtypmod AS typmod) m
  LEFT JOIN pg_catalog.pg_collation co ON co.oid = t.typcollation AND co.collname <> 'default'
  LEFT JOIN pg_catalog.pg_namespace cn ON cn.oid = co.collnamespace
 WHERE t.typtype = 'd'
