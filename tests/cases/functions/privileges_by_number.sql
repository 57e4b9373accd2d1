-- an oid in the place of a name
select has_function_privilege('123','zz');
select has_function_privilege('123','execute');
select has_type_privilege('123','zz');
select has_type_privilege('123','usage');
select has_type_privilege('-','usage');
select has_function_privilege('12345678901','execute');
