"""What is done at the front line."""

from doorstep.frontline.acts import cards, keys, stewards

__all__ = ["cards", "keys", "stewards"]
