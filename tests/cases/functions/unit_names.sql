-- long names of units
select extract('a_name_that_is_much_longer_than_sixty_three_bytes_and_therefore,ABC' from interval '1 d');
select date_part('A_name_that_is_much_longer_than_sixty_three_bytes_and_therefore,ABC', now());
select date_part('A_name_that_is_much_longer_than_sixty_three_bytes_and_therefore,ABC', current_date);
select date_part('A_name_that_is_much_longer_than_sixty_three_bytes_and_therefore,ABC', time '10:00');
select date_part('A_name_that_is_much_longer_than_sixty_three_bytes_and_therefore,ABC', timetz '10:00+00');
select date_trunc('A_name_that_is_much_longer_than_sixty_three_bytes_and_therefore,ABC', now());
select date_trunc('A_name_that_is_much_longer_than_sixty_three_bytes_and_therefore,ABC', interval '1 d');
select date_trunc('éÉ_name_that_is_much_longer_than_sixty_three_bytes_and_thereforeéé', now());
