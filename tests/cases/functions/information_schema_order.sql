-- Columns come in their order without being sorted, those of the database's own types too.
CREATE TYPE iso_mood AS ENUM ('sad', 'ok');
CREATE DOMAIN iso_positive AS int CHECK (VALUE > 0);
CREATE TABLE iso (id serial, mood iso_mood, name text, size iso_positive, tags text[], other iso_mood, last int);
SELECT column_name FROM information_schema.columns WHERE table_name = 'iso';
SELECT column_name, udt_name, domain_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = 'iso';
SELECT array_agg(column_name::text) FROM (SELECT column_name FROM information_schema.columns WHERE table_name = 'iso') AS c;
DROP TABLE iso;
DROP DOMAIN iso_positive;
DROP TYPE iso_mood;
