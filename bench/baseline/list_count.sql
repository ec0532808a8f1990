-- How many rows that list has, no further than a thousand: the page says "1000+" above.
SELECT COUNT(*) FROM (SELECT * FROM ({walks}) AS w LIMIT 1001) AS c
