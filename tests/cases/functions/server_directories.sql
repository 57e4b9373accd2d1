-- Directories of the server in which nothing is.
SELECT * FROM pg_ls_tmpdir();
SELECT * FROM pg_ls_tmpdir(1663);
SELECT * FROM pg_ls_tmpdir(99999);
SELECT * FROM pg_ls_tmpdir(NULL);
SELECT t.spcname, count(f.name), coalesce(sum(f.size), 0) FROM pg_tablespace AS t LEFT JOIN LATERAL pg_ls_tmpdir(t.oid) AS f ON true
WHERE t.spcname LIKE 'pg\_%' GROUP BY 1 ORDER BY 1;
SELECT * FROM pg_ls_archive_statusdir();
SELECT * FROM pg_ls_logicalsnapdir();
SELECT * FROM pg_ls_logicalmapdir();
SELECT count(size) FROM pg_ls_summariesdir();
CREATE ROLE nobody_looks;
SET ROLE nobody_looks;
SELECT * FROM pg_ls_tmpdir();
RESET ROLE;
DROP ROLE nobody_looks;
CREATE TYPE seen_range AS RANGE (subtype = float8);
SELECT proname, proargmodes, array_length(proallargtypes, 1), pg_get_function_arguments(oid) FROM pg_proc WHERE proname = 'seen_multirange' ORDER BY pronargs, 2;
DROP TYPE seen_range;
