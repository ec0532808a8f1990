"""Routing (权责): the category tree and the rules of who owns what. Just below matters."""
