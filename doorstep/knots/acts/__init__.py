"""What is done with knots and campaigns."""

from doorstep.knots.acts import campaigns, finding, judging

__all__ = ["campaigns", "finding", "judging"]
