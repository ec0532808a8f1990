SELECT * FROM (SELECT 1 FROM matters_matter WHERE {column} = %s AND state = %s AND category = %s AND withdrawn_at IS NULL AND hidden_below = 0 LIMIT 1001) AS a{n}
