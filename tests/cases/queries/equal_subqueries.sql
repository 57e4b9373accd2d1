create temp table a(id int primary key, t text, n int);
create temp table b(id int primary key, t text);
insert into a values (1,'a',10),(2,'b',10),(3,'a',null);
insert into b values (1,'x'),(2,'y');
SELECT (SELECT t FROM b WHERE b.id = a.id), count(*) FROM a GROUP BY (SELECT t FROM b WHERE b.id = a.id) ORDER BY 1;
SELECT upper((SELECT t FROM b WHERE b.id = a.id)), count(*) FROM a GROUP BY (SELECT t FROM b WHERE b.id = a.id) ORDER BY 1;
-- other aliases
SELECT (SELECT t FROM b x WHERE x.id = a.id), count(*) FROM a GROUP BY (SELECT t FROM b y WHERE y.id = a.id) ORDER BY 1;
-- other queries
SELECT (SELECT t FROM b WHERE b.id = a.id) FROM a GROUP BY (SELECT t FROM b WHERE b.id = a.n);
SELECT (SELECT t FROM b WHERE b.id = 1) FROM a GROUP BY (SELECT t FROM b WHERE b.id = 2);
SELECT (SELECT t FROM b WHERE b.id = a.id LIMIT 1) FROM a GROUP BY (SELECT t FROM b WHERE b.id = a.id LIMIT 2);
SELECT (SELECT t FROM b WHERE b.id = a.id) FROM a GROUP BY (SELECT DISTINCT t FROM b WHERE b.id = a.id);
-- columns of two entries around them
SELECT (SELECT t FROM b WHERE b.id = p.id) FROM a p, a q GROUP BY (SELECT t FROM b WHERE b.id = q.id);
SELECT (SELECT t FROM b WHERE b.id = p.id), count(*) FROM a p, a q GROUP BY (SELECT t FROM b WHERE b.id = p.id) ORDER BY 1;
-- kinds
SELECT EXISTS (SELECT FROM b WHERE b.id = a.id), count(*) FROM a GROUP BY EXISTS (SELECT FROM b WHERE b.id = a.id) ORDER BY 1;
SELECT a.id IN (SELECT id FROM b), count(*) FROM a GROUP BY a.id IN (SELECT id FROM b) ORDER BY 1;
SELECT a.n IN (SELECT id FROM b), count(*) FROM a GROUP BY a.id IN (SELECT id FROM b) ORDER BY 1;
SELECT ARRAY(SELECT t FROM b WHERE b.id <= a.id ORDER BY t), count(*) FROM a GROUP BY ARRAY(SELECT t FROM b WHERE b.id <= a.id ORDER BY t) ORDER BY 1;
SELECT (SELECT count(*) FROM a z JOIN b USING (id) WHERE z.t = a.t), count(*) FROM a GROUP BY (SELECT count(*) FROM a z JOIN b USING (id) WHERE z.t = a.t) ORDER BY 1;
SELECT (WITH w AS (SELECT b.t FROM b WHERE b.id = a.id) SELECT t FROM w), count(*) FROM a GROUP BY (WITH w AS (SELECT b.t FROM b WHERE b.id = a.id) SELECT t FROM w) ORDER BY 1;
SELECT (SELECT max(s.t) FROM (SELECT t FROM b WHERE b.id = a.id UNION SELECT 'z') s), count(*) FROM a GROUP BY (SELECT max(s.t) FROM (SELECT t FROM b WHERE b.id = a.id UNION SELECT 'z') s) ORDER BY 1;
SELECT (SELECT (SELECT t FROM b c WHERE c.id = b.id) FROM b WHERE b.id = a.id) FROM a GROUP BY (SELECT (SELECT t FROM b c WHERE c.id = b.id) FROM b WHERE b.id = a.id) ORDER BY 1;
-- sets of groups, HAVING, order
SELECT (SELECT t FROM b WHERE b.id = a.id), n, count(*) FROM a GROUP BY ROLLUP ((SELECT t FROM b WHERE b.id = a.id), n) ORDER BY 1, 2, 3;
SELECT (SELECT t FROM b WHERE b.id = a.id), grouping((SELECT t FROM b WHERE b.id = a.id)), count(*) FROM a GROUP BY CUBE ((SELECT t FROM b WHERE b.id = a.id)) ORDER BY 1, 2;
SELECT count(*) FROM a GROUP BY (SELECT t FROM b WHERE b.id = a.id) HAVING (SELECT t FROM b WHERE b.id = a.id) = 'x';
SELECT count(*) FROM a GROUP BY (SELECT t FROM b WHERE b.id = a.id) ORDER BY (SELECT t FROM b WHERE b.id = a.id) DESC;
SELECT DISTINCT (SELECT t FROM b WHERE b.id = a.id) FROM a ORDER BY (SELECT t FROM b WHERE b.id = a.id) DESC;
SELECT DISTINCT (SELECT t FROM b WHERE b.id = a.id) FROM a ORDER BY (SELECT t FROM b WHERE b.id = a.n) DESC;
SELECT DISTINCT ON ((SELECT t FROM b WHERE b.id = a.id)) id FROM a ORDER BY (SELECT t FROM b WHERE b.id = a.id), id DESC;
SELECT array_agg(DISTINCT (SELECT t FROM b WHERE b.id = a.id) ORDER BY (SELECT t FROM b WHERE b.id = a.id) DESC) FROM a;
SELECT array_agg(DISTINCT (SELECT t FROM b WHERE b.id = a.id) ORDER BY (SELECT t FROM b WHERE b.id = a.n) DESC) FROM a;
SELECT string_agg(DISTINCT (SELECT 'q' || count(*) FROM b), ',' ORDER BY (SELECT 'q' || count(*) FROM b)) FROM a;
-- each is computed for itself
SELECT count(DISTINCT r) FROM (SELECT unnest(ARRAY[(SELECT random()), (SELECT random())]) AS r) q;
SELECT (SELECT t FROM b WHERE b.id = a.id + 1), count(*) FROM a GROUP BY (SELECT t FROM b WHERE b.id = a.id + 1) ORDER BY 1;
SELECT (SELECT t FROM b WHERE b.id = a.id + 2), count(*) FROM a GROUP BY (SELECT t FROM b WHERE b.id = a.id + 1) ORDER BY 1;
-- literals in aggregates over distinct values
SELECT array_agg(DISTINCT id + 1 ORDER BY id + 1) FROM a;
SELECT array_agg(DISTINCT id + 1 ORDER BY id + 2) FROM a;
SELECT string_agg(DISTINCT (SELECT 'a') || id, ',' ORDER BY (SELECT 'a') || id) FROM a;
SELECT string_agg(DISTINCT (SELECT 'a') || id, ',' ORDER BY (SELECT 'b') || id) FROM a;
