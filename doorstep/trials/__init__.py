"""Dry runs (试算): what a change of the responsibility rules would have done. Above matters."""
