"""What is done in exchange: links for units, replies to other systems, their tables."""

from doorstep.exchange.acts import links, replies, tables

__all__ = ["links", "replies", "tables"]
