"""Pages of the board: the role homes and the figures."""

from doorstep.board.screens import figures, home

__all__ = ["figures", "home"]
