"""Exchange: what goes to and comes from other systems, and units without an account."""
