SELECT * FROM (SELECT id, due_order FROM matters_matter WHERE {column} = %s AND state = %s AND category = %s AND withdrawn_at IS NULL AND hidden_below = 0 ORDER BY due_order, id LIMIT 51) AS a{n}
