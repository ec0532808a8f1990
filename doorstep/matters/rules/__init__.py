"""Pure tables and formulas of matters: life, kinds, levels, dates, words."""
