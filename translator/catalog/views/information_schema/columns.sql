SELECT current_database()::information_schema.sql_identifier AS table_catalog, n.nspname::information_schema.sql_identifier AS table_schema, c.relname::information_schema.sql_identifier AS table_name,
       a.attname::information_schema.sql_identifier AS column_name, a.attnum::information_schema.cardinal_number AS ordinal_position,
       (CASE WHEN a.attgenerated = '' THEN pg_catalog.pg_get_expr(d.adbin, d.adrelid) END)::information_schema.character_data AS column_default,
       (CASE WHEN NOT (a.attnotnull OR (t.typtype = 'd' AND t.typnotnull)) THEN 'YES' ELSE 'NO' END)::information_schema.yes_or_no AS is_nullable,
       (CASE WHEN b.typelem <> 0 AND b.typlen = -1 THEN 'ARRAY'
             WHEN bn.nspname = 'pg_catalog' THEN pg_catalog.format_type(b.oid, NULL)
             ELSE 'USER-DEFINED' END)::information_schema.character_data AS data_type,
       (CASE WHEN b.oid IN (1042, 1043) AND m.typmod <> -1 THEN m.typmod - 4
             WHEN b.oid IN (1560, 1562) AND m.typmod <> -1 THEN m.typmod END)::information_schema.cardinal_number AS character_maximum_length,
       (CASE WHEN b.oid IN (25, 1042, 1043) THEN CASE WHEN m.typmod = -1 THEN 1073741824 ELSE (m.typmod - 4) * 4 END
             END)::information_schema.cardinal_number AS character_octet_length,
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
       NULL::information_schema.sql_identifier AS character_set_catalog, NULL::information_schema.sql_identifier AS character_set_schema, NULL::information_schema.sql_identifier AS character_set_name,
       (CASE WHEN co.collname IS NOT NULL THEN current_database() END)::information_schema.sql_identifier AS collation_catalog,
       cn.nspname::information_schema.sql_identifier AS collation_schema, co.collname::information_schema.sql_identifier AS collation_name,
       (CASE WHEN t.typtype = 'd' THEN current_database() END)::information_schema.sql_identifier AS domain_catalog,
       (CASE WHEN t.typtype = 'd' THEN tn.nspname END)::information_schema.sql_identifier AS domain_schema,
       (CASE WHEN t.typtype = 'd' THEN t.typname END)::information_schema.sql_identifier AS domain_name,
       current_database()::information_schema.sql_identifier AS udt_catalog, bn.nspname::information_schema.sql_identifier AS udt_schema, b.typname::information_schema.sql_identifier AS udt_name,
       NULL::information_schema.sql_identifier AS scope_catalog, NULL::information_schema.sql_identifier AS scope_schema, NULL::information_schema.sql_identifier AS scope_name,
       NULL::information_schema.cardinal_number AS maximum_cardinality, a.attnum::text::information_schema.sql_identifier AS dtd_identifier,
       'NO'::information_schema.yes_or_no AS is_self_referencing,
       (CASE WHEN a.attidentity IN ('a', 'd') THEN 'YES' ELSE 'NO' END)::information_schema.yes_or_no AS is_identity,
       (CASE a.attidentity WHEN 'a' THEN 'ALWAYS' WHEN 'd' THEN 'BY DEFAULT' END)::information_schema.character_data AS identity_generation,
       s.seqstart::text::information_schema.character_data AS identity_start, s.seqincrement::text::information_schema.character_data AS identity_increment,
       s.seqmax::text::information_schema.character_data AS identity_maximum, s.seqmin::text::information_schema.character_data AS identity_minimum,
       (CASE WHEN s.seqcycle THEN 'YES' ELSE 'NO' END)::information_schema.yes_or_no AS identity_cycle,
       (CASE WHEN a.attgenerated <> '' THEN 'ALWAYS' ELSE 'NEVER' END)::information_schema.character_data AS is_generated,
       (CASE WHEN a.attgenerated <> '' THEN pg_catalog.pg_get_expr(d.adbin, d.adrelid) END)::information_schema.character_data AS generation_expression,
       (CASE WHEN c.relkind IN ('r', 'p') OR c.relkind IN ('v', 'f') AND pg_column_is_updatable(c.oid, a.attnum, false) THEN 'YES' ELSE 'NO' END)::information_schema.yes_or_no AS is_updatable
  FROM pg_catalog.pg_attribute a
  JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
  JOIN pg_catalog.pg_namespace tn ON tn.oid = t.typnamespace
  JOIN pg_catalog.pg_type b ON b.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
  JOIN pg_catalog.pg_namespace bn ON bn.oid = b.typnamespace
  CROSS JOIN LATERAL (SELECT CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod::integer END AS typmod) m
  LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  LEFT JOIN pg_catalog.pg_collation co ON co.oid = a.attcollation AND co.collname <> 'default'
  LEFT JOIN pg_catalog.pg_namespace cn ON cn.oid = co.collnamespace
  LEFT JOIN pg_catalog.pg_depend dep
    ON a.attidentity <> '' AND dep.refclassid = 1259 AND dep.refobjid = a.attrelid AND dep.refobjsubid = a.attnum
       AND dep.classid = 1259 AND dep.deptype = 'i'
  LEFT JOIN pg_catalog.pg_sequence s ON s.seqrelid = dep.objid
 WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'v', 'f', 'p')
   AND (pg_catalog.pg_has_role(c.relowner, 'USAGE') OR pg_catalog.has_column_privilege(c.oid, a.attnum, 'SELECT, INSERT, UPDATE, REFERENCES'))
ORDER BY a.attrelid, a.attnum
