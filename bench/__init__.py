"""Benchmarks: ratios against hand-written SQL and a bare framework, in one run (design §7)."""
