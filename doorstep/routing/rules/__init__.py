"""Pure tables and formulas of routing: which rule fits, what a text is about."""
