-- of equal bounds the later one stays
select nummultirange('[1.0,5.50]', '[1,Infinity]'::numrange);
select '{[1.0,2.5]}'::nummultirange + '{[1,2),(2,3]}'::nummultirange;
select '{[1,2),(2,3]}'::nummultirange + '{[1.0,2.5]}'::nummultirange;
select range_agg(x order by n) from (values (1, '{[1.0,2.5]}'::nummultirange), (2, '{[1,2),(2,3]}'), (3, '{[1,2),(2,3]}')) v(n, x);
select '{[1.0,2.0],[1,2.00],[1.00,2]}'::nummultirange;
select '{[1.0,2.0),[2,3.0],[3.00,4]}'::nummultirange;
select '{[1.0,2.0),[2,3.0]}'::nummultirange - '{[1.00,1.5)}', '{[1.0,2.0),[2,3.0]}'::nummultirange * '{[1.00,2.000]}';
select numrange(1.0,2.0) + numrange(1,2), numrange(1.0,2.0) * numrange(1,2), range_merge(numrange(1.0,2.0), numrange(1,2));
select multirange_union('{[1.0,2.0)}', '{[1,2)}'), range_intersect_agg(x) from (values (numrange(1.0,2.0)),(numrange(1,2.00))) v(x);
