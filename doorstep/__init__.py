"""Doorstep (家门口): community governance from the doorstep up to the city."""

__version__ = "0.1.0"
