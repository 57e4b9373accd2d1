-- Searching arrays of integers: dimensions, bounds, NULL, elements that are parts of others.
CREATE TABLE ia (id int PRIMARY KEY, tags int[], large bigint[], small int2[], oids oid[]);
INSERT INTO ia VALUES
  (1, '{1,2,3}', '{9007199254740993,-5}', '{3}', '{3}'), (2, '{{1,2},{3,4}}', NULL, '{}', '{4294967295,3}'),
  (3, '[0:1]={5,6}', '[3:3]={3}', '{-3}', NULL), (4, '{1,NULL,3}', '{}', '{{3,33}}', '{33}'), (5, NULL, '{33}', NULL, '{}'),
  (6, '{}', '{3}', '[3:3]={1}', '{1}'), (7, '{33,13}', '{-3}', '{1,3}', '{3,1}'), (8, '{{{3}}}', NULL, '{3,1}', '{13,31}'),
  (9, '{-3}', '{13}', '{31}', '{1,3,1}'), (10, '[3:4]={1,2}', '{NULL}', '{NULL,3}', '{NULL}');
SELECT id, tags @> '{3}', tags @> ARRAY[3], ARRAY[3] <@ tags, tags && ARRAY[3], '{3}' && tags, tags @> NULL FROM ia ORDER BY id;
SELECT id, tags @> '{}', tags @> '{3,1}', tags @> ARRAY[3,1], tags @> '{NULL}', tags @> ARRAY[[3]], tags @> '[5:5]={3}'::int[] FROM ia ORDER BY id;
SELECT id, tags && '{3,1}', tags && ARRAY[3,1], tags && '{NULL}', tags && ARRAY[NULL,3]::int[], ARRAY[1,3] <@ tags FROM ia ORDER BY id;
SELECT id, tags <@ ARRAY[3], tags <@ '{1,2,3,4}', ARRAY[]::int[] <@ tags, NOT tags @> ARRAY[3] FROM ia ORDER BY id;
SELECT id, large @> '{3}', large @> ARRAY[9007199254740993], large @> ARRAY[9007199254740992], large @> ARRAY[-5::bigint], large && '{-3}' FROM ia ORDER BY id;
SELECT id, small @> '{3}', small @> ARRAY[3::int2], small && ARRAY[1,3]::int2[] FROM ia ORDER BY id;
SELECT id, oids @> '{3}', oids @> ARRAY[3::oid, 1::oid], oids && ARRAY[4294967295::oid] FROM ia ORDER BY id;
SELECT id FROM ia WHERE tags @> '{3}' ORDER BY id;
SELECT id FROM ia WHERE tags @> ARRAY[1,2] OR tags && ARRAY[6,7,8,9,10,11,12,13,14] ORDER BY id;
SELECT count(*) FILTER (WHERE tags @> ARRAY[id]), count(*) FILTER (WHERE tags @> ARRAY[3] IS NULL) FROM ia;
PREPARE ia_text (int[]) AS SELECT id FROM ia WHERE tags @> $1 ORDER BY id;
EXECUTE ia_text('{3}');
EXECUTE ia_text('{3,1}');
EXECUTE ia_text('{}');
EXECUTE ia_text(NULL);
EXECUTE ia_text('{{3}}');
EXECUTE ia_text('[0:0]={3}');
EXECUTE ia_text('{NULL}');
PREPARE ia_elements (int, int) AS SELECT id, tags @> ARRAY[$1, $2], tags && ARRAY[$1, $2], ARRAY[$1, $2] <@ tags FROM ia ORDER BY id;
EXECUTE ia_elements(3, 1);
EXECUTE ia_elements(3, NULL);
EXECUTE ia_elements(NULL, NULL);
EXECUTE ia_elements(-3, 13);
CREATE INDEX ON ia USING gin (tags);
SELECT id FROM ia WHERE tags @> ARRAY[13];
CREATE VIEW ia_view AS SELECT id FROM ia WHERE tags @> ARRAY[3] AND tags && ARRAY[1];
SELECT * FROM ia_view ORDER BY id;
SELECT pg_get_viewdef('ia_view');
DROP VIEW ia_view;
DROP TABLE ia;
