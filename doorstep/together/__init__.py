"""Matters that are one: what looks alike, what is joined and taken apart, who met the same."""
