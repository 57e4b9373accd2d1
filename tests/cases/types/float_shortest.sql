-- half way to the next number
select exp(-800::float8), exp(-745::float8);
select exp(-1e15::float8);
select exp('-Infinity'::float8);
select cotd(2.7428386473255474e-16), 2.088922714026564e+17::float8, 9007199254740993::float8, 1e22::float8, 1e23::float8, 5e22::float8;
select 9007199254740993e3::float8, 18014398509481985e5::float8, 2.0889227140265635e+17::float8, 4503599627370497.5::float8, 1.8014398509481984e16::float8,9.007199254740993e15::float8;
select x::float8 from generate_series(9007199254740992::numeric*1234, 9007199254740992::numeric*1234+5000, 617) x;
