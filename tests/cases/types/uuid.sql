CREATE TABLE uuids (id int PRIMARY KEY, u uuid);
INSERT INTO uuids VALUES (1, 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'), (2, 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A12'), (3, '{a0eebc99-9c0b4ef8-bb6d6bb9-bd380a13}'), (4, 'a0eebc999c0b4ef8bb6d6bb9bd380a14'), (5, '00000000-0000-0000-0000-000000000000'), (6, 'ffffffff-ffff-ffff-ffff-ffffffffffff'), (7, NULL);
SELECT * FROM uuids ORDER BY id;
SELECT id FROM uuids ORDER BY u;
SELECT id FROM uuids WHERE u = 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11';
SELECT id FROM uuids WHERE u > 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a12' ORDER BY id;
SELECT u::text, length(u::text) FROM uuids WHERE id = 3;
SELECT min(u), max(u), count(DISTINCT u) FROM uuids;
INSERT INTO uuids VALUES (8, 'not a uuid');
INSERT INTO uuids VALUES (8, 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1');
INSERT INTO uuids VALUES (8, 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a111');
INSERT INTO uuids VALUES (8, '');
INSERT INTO uuids VALUES (8, 5);
SELECT 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid = 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::text::uuid, '\x01'::bytea < '\x02';
SELECT 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid = 'x'::text;
SELECT 5::uuid;
SELECT 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid || 'x';
SELECT gen_random_uuid() <> gen_random_uuid(), length(gen_random_uuid()::text), uuid_extract_version(gen_random_uuid()), uuid_extract_version(uuidv7()), pg_typeof(uuidv4());
CREATE UNIQUE INDEX ON uuids (u);
INSERT INTO uuids VALUES (9, 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11');
-- parameters: a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a12
SELECT id, $1::uuid FROM uuids WHERE u = $1;
-- parameters: nope
SELECT $1::uuid;
