"""What is done about messages: send, mark seen, deliver; phone codes."""

from doorstep.notices.acts.codes import verify
from doorstep.notices.acts.delivery import deliver_due, send_digests, tick
from doorstep.notices.acts.sending import see_about, send

__all__ = ["deliver_due", "see_about", "send", "send_digests", "tick", "verify"]
