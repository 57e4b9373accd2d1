-- JSON() and unique keys
select json(true with unique keys);
select json(1 with unique keys);
select json(null with unique keys);
select json('1'::json with unique keys);
select json('1'::jsonb with unique keys);
select json('1'::varchar with unique keys), json('1'::char(3) with unique keys), json('{"a":1,"a":1}'::bytea);
select json('{"a":1,"a":1}'::bytea with unique keys);
select json('1'::name with unique keys);
select json(true);
select json('1'::json), json('1'::jsonb);
select json('{"a":1}' format json with unique keys);
select json('{"a":1,"a":2}'::bytea format json encoding utf8 with unique keys);
select json('{"a":1}'::bytea format json encoding utf8 with unique keys), json(null::text with unique keys), json('1' format json);
select json(1 format json with unique keys);
