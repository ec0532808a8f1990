-- The list of matters of one post with two communities and ten compounds, in one state and category,
-- ordered by date: what a careful person writes by hand (one arm of walk.sql per place).
SELECT m.id, m.category, m.text, m.hidden_below, p.label, m.state, m.due, b.name
FROM ({walks}) AS w
JOIN matters_matter m ON m.id = w.id
JOIN places_place p ON p.id = m.place_id
LEFT JOIN people_body b ON b.id = m.owner_id
ORDER BY w.due_order, w.id
LIMIT 51
