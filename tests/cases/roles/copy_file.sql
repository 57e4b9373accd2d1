CREATE ROLE cf_r;
CREATE TABLE cf_t (a int);
GRANT ALL ON cf_t TO cf_r;
SET ROLE cf_r;
COPY cf_t TO '/nonexistent/file';
COPY cf_t FROM '/nonexistent/file';
COPY cf_t TO PROGRAM 'cat';
COPY cf_t FROM PROGRAM 'cat';
COPY (SELECT 1) TO '/nonexistent/file';
COPY cf_t FROM STDIN;
1
\.
COPY cf_t TO STDOUT;
RESET ROLE;
DROP TABLE cf_t;
DROP ROLE cf_r;
