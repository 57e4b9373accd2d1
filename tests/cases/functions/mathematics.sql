SELECT sqrt(2), log(2.0,8.0), log(10,1000), log(2.5,7.25), log(0.5,0.1);
SELECT log(1.0,5.0);
SELECT log(0.0,5.0);
SELECT factorial(0), factorial(5), factorial(20);
SELECT factorial(-1);
SELECT gcd(12.5,7.5), lcm(2.5,1.5), gcd(0.0,5.25), lcm(0,5.5), gcd('NaN',1.0::numeric), min_scale(1.500), min_scale('NaN'), min_scale(100);
SELECT width_bucket(1,2,2,3);
SELECT width_bucket(1,2,3,0);
SELECT sin(1), cos(1), tan(1), asin(0.5), acos(0.5), atan(1), atan2(1,2), degrees(1), radians(90), sinh(1), cosh(1), tanh(1), cot(1), asinh(1), acosh(2), atanh(0.5);
SELECT sind(30), cosd(60), tand(45), cotd(45), sind(45), cosd(45), tand(30), asind(0.5), acosd(0.5), atand(1), atan2d(1,1), sind(120), cosd(180), tand(90), sind(-90), acosd(-1), asind(1);
SELECT asin(2);
SELECT acosh(0.5);
SELECT sin('Infinity'::float8);
SELECT corr(y,x), covar_pop(y,x), covar_samp(y,x), regr_slope(y,x), regr_intercept(y,x), regr_r2(y,x), regr_count(y,x), regr_avgx(y,x), regr_avgy(y,x), regr_sxx(y,x), regr_syy(y,x), regr_sxy(y,x) from (values (1,2),(2,4.5),(3,6)) t(x,y);
SELECT corr(y,x), regr_count(y,x), covar_samp(y,x), regr_avgx(y,x) from (values (1,2)) t(x,y);
SELECT corr(y,x), regr_count(y,x) from (values (1,2)) t(x,y) where false;
SELECT trim_array(array[1,2,3],1), array_fill(7,array[2,2]), array_fill(null::int,array[2]), array_fill('x'::text,array[2],array[3]), array_fill(1,array[]::int[]), trim_array(array[[1,2],[3,4]],1);
SELECT trim_array(array[1],2);
SELECT array_fill(1,null);
SELECT array_sort(array[3,1,2]), array_reverse(array[1,2,3]), array_sort(array['b',null,'a']), array_sort(array[3,1,2,null],true), array_sort(array[3,null,2],true,false), array_sort(array[[3,4],[1,2]]), array_reverse(array[[1,2],[3,4]]), array_sort(array[1.10,1.1,0.5]);
SELECT sum(x), avg(x) from (values (1::float4),(2.5)) t(x);
SELECT sqrt(2::numeric), sqrt(16::numeric), sqrt(1234567890.123::numeric), sqrt(0.0001), sqrt(0::numeric), sqrt(99999.5), sqrt(0.00::numeric), sqrt(12345678901234567890::numeric);
SELECT exp(1::numeric), exp(-5.5), exp(10.25), exp(0.0), ln(2::numeric), ln(0.001), ln(12345.678), log(100::numeric), log(0.01), log(12345.6), power(2::numeric,0.5), power(2.5,3), power(10,-3::numeric), power(2::numeric,100), power(0.5,-2.5), power(1.0001,1000), power(-2::numeric,3), power(0::numeric,0);
SELECT power(-2::numeric,0.5);
SELECT round(-0.4::float8), round(0.5::float8), round(1.5::float8), trunc(-0.5::float8), ceil(-0.5::float8), sign(-0.0::float8), floor(0.5::float8), sign(-3::float8);
SELECT 10/3.0, 1/7.0, 100.0/7, 1e-10/3, 123456789.0/0.001, 1.000/3.0000, 2/3::numeric(5,2), 7::numeric/2, 0.00001/7, 99999.0/100001;
SELECT avg(x), stddev(x), var_pop(x) from (values (1000000.5),(0.0001),(3)) t(x);
SELECT avg(x), stddev(x), variance(x) from (values (1),(1),(1)) t(x);
SELECT stddev(x), variance(x), var_pop(x) from (values (5)) t(x);
SELECT avg(x::bigint), sum(x::bigint), stddev(x::bigint), avg(x::smallint), sum(x::smallint) from (values (1),(2),(4)) t(x);
SELECT 1.5::float4 + 1.25::float8, 16777216::float4 + 1::float4, 1e38::float4*10::float4;
SELECT 3.4e38::float4 * 10::float8, 1.1::float4 * 1.1::float4, 7::float4/3::float4, -(1.5::float4), abs(-2.5::float4);
SELECT 5 % -3, -5 % 3, 5.5 % -2, mod(-5.5,2), 5::int8 % 2::int2, (-9223372036854775808)::int8 % (-1)::int8;
SELECT 2147483647::int4 + 1::int8, 32767::int2 + 1::int4, -32768::int2::int4;
SELECT 100::int2 * 400::int2;
SELECT - (-32768)::int2;
SELECT exp(1::numeric), exp(-5.5), exp(10.25), exp(0.0);
SELECT ln(2::numeric), ln(0.001), ln(12345.678), log(100::numeric), log(0.01), log(12345.6);
SELECT power(2::numeric,0.5), power(2.5,3), power(10,-3::numeric), power(2::numeric,100);
SELECT power(0.5,-2.5), power(1.0001,1000);
SELECT power(-2::numeric,3), power(0::numeric,0), power(-2.5,-3);
SELECT power(0::numeric,-1);
SELECT power(2.0,10), power(1.5,-20), power(100::numeric,0.25), power(0.001,3.5), power(0::numeric,2.5), 2.0^3.0;
SELECT power('NaN'::numeric,0), power(1,'NaN'::numeric), power('inf'::numeric,2), power(2,'-inf'::numeric);
SELECT ln(1.05), ln(0.95), ln(1.0), ln(1.0000001), log(1e100::numeric), ln('inf'::numeric), log(2,1.01), exp(-2000), exp(100::numeric), 2^0.5::numeric, 3::numeric^40, 1.1^-5, power(10,20::numeric), power(7.0,-1), power(0.5,10), power(-1,'inf'::numeric), power('-inf'::numeric,3);
SELECT ln('NaN'::numeric), log('inf'::numeric, 2), exp('-inf'::numeric), power(1.5,2.5), power(2,0.000001);

-- powers that PostgreSQL does not compute
select left(exp(5999.9999)::text, 12), exp(6000.0);

select exp(59999.9);

select power(10.5, 3000.5);

select left(power(10.5, 2500.5)::text, 12), left(power(1.5, 14700.5)::text, 12), power(0.5, 8700.5) = 0;
SELECT log(0::numeric, '-Infinity'::numeric);
SELECT log('-1'::numeric, 0::numeric);
SELECT log('NaN'::numeric, 0::numeric), log(0::numeric, 'NaN'::numeric);
