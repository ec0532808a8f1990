"""Pure tables and formulas of matters: life, kinds, levels, lists, routing."""
