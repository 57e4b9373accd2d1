SELECT current_database()::information_schema.sql_identifier AS specific_catalog, n.nspname::information_schema.sql_identifier AS specific_schema,
       nameconcatoid(p.proname, p.oid)::information_schema.sql_identifier AS specific_name, g.place::information_schema.cardinal_number AS ordinal_position,
       (CASE p.proargmodes[g.place] WHEN 'o' THEN 'OUT' WHEN 'b' THEN 'INOUT' WHEN 't' THEN 'OUT' ELSE 'IN' END)::information_schema.character_data AS parameter_mode,
       'NO'::information_schema.yes_or_no AS is_result, 'NO'::information_schema.yes_or_no AS as_locator,
       nullif(p.proargnames[g.place], '')::information_schema.sql_identifier AS parameter_name,
       (CASE WHEN t.typelem <> 0 AND t.typlen = -1 THEN 'ARRAY' WHEN tn.nspname = 'pg_catalog' THEN pg_catalog.format_type(t.oid, NULL) ELSE 'USER-DEFINED' END)::information_schema.character_data AS data_type,
       NULL::information_schema.cardinal_number AS character_maximum_length, NULL::information_schema.cardinal_number AS character_octet_length,
       NULL::information_schema.sql_identifier AS character_set_catalog, NULL::information_schema.sql_identifier AS character_set_schema,
       NULL::information_schema.sql_identifier AS character_set_name, NULL::information_schema.sql_identifier AS collation_catalog,
       NULL::information_schema.sql_identifier AS collation_schema, NULL::information_schema.sql_identifier AS collation_name,
       NULL::information_schema.cardinal_number AS numeric_precision, NULL::information_schema.cardinal_number AS numeric_precision_radix,
       NULL::information_schema.cardinal_number AS numeric_scale, NULL::information_schema.cardinal_number AS datetime_precision,
       NULL::information_schema.character_data AS interval_type, NULL::information_schema.cardinal_number AS interval_precision,
       current_database()::information_schema.sql_identifier AS udt_catalog, tn.nspname::information_schema.sql_identifier AS udt_schema,
       t.typname::information_schema.sql_identifier AS udt_name, NULL::information_schema.sql_identifier AS scope_catalog,
       NULL::information_schema.sql_identifier AS scope_schema, NULL::information_schema.sql_identifier AS scope_name,
       NULL::information_schema.cardinal_number AS maximum_cardinality, g.place::text::information_schema.sql_identifier AS dtd_identifier,
       (CASE WHEN pg_catalog.pg_has_role(p.proowner, 'USAGE') THEN pg_catalog.pg_get_function_arg_default(p.oid, g.place) END)::information_schema.character_data AS parameter_default
  FROM pg_catalog.pg_proc p
  JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
  CROSS JOIN LATERAL pg_catalog.generate_series(1, coalesce(pg_catalog.cardinality(p.proallargtypes), p.pronargs)) AS g(place)
  JOIN pg_catalog.pg_type t ON t.oid = coalesce(p.proallargtypes[g.place], p.proargtypes[g.place - 1])
  JOIN pg_catalog.pg_namespace tn ON tn.oid = t.typnamespace
 WHERE pg_catalog.pg_has_role(p.proowner, 'USAGE') OR pg_catalog.has_function_privilege(p.oid, 'EXECUTE')
