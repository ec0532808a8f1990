"""Screens of matters: the list and page, the responsibility rules."""

from doorstep.matters.screens import matters, rules

__all__ = ["matters", "rules"]
