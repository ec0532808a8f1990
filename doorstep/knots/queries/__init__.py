"""What is asked of knots: what there is now, why in words, which matters, what a campaign did."""

from doorstep.knots.queries.asked import campaign_of, knots_about, live, matters_of, numbers
from doorstep.knots.queries.finding import Found, wanted
from doorstep.knots.queries.words import reason_words, topic

__all__ = [
    "Found", "campaign_of", "knots_about", "live", "matters_of", "numbers", "reason_words",
    "topic", "wanted",
]  # fmt: skip
