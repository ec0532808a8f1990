"""Fair closing: what is left out of rates, call-backs, batches of grades, the three rates (B6)."""
