-- Escapes in json that no text can hold are found where rows are made of it.
CREATE TYPE jp_pair as (a int, b text);
SELECT json_populate_record('(1,b)'::jp_pair, E'"\\u0000"'::json);
SELECT json_populate_record(null::jp_pair, E'"\\ud800"'::json);
SELECT json_populate_record(null::jp_pair, '"x"'::json);
SELECT json_populate_record(null::jp_pair, E'["\\u0000"]'::json);
SELECT json_populate_recordset(null::jp_pair, E'"\\u0000"'::json);
SELECT json_populate_recordset(null::jp_pair, E'["\\u0000"]'::json);
SELECT json_populate_recordset(null::jp_pair, E'[{"a":"\\u0000"}]'::json);
SELECT * from json_to_record(E'"\\u0000"') as x(a int);
SELECT * from json_to_recordset(E'"\\u0000"') as x(a int);
SELECT * from json_to_recordset(E'["\\u0000"]') as x(a int);
DROP TYPE jp_pair;
