"""热点、难点、堵点 and 专项 (domain B5): found by rule, judged by persons. Above matters."""
