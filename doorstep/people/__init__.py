"""Persons, households, accounts, bodies, offices: who is who and who may act. Floor 4."""
