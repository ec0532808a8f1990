"""Matters (诉求): collected at the door, settled at the lowest level, told and rated. Floor 13."""
