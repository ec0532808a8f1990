"""When a message may leave: quiet hours, digest, limits of phone codes (R23, domain.md part F)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from doorstep.kit import clock

#: How pressing a message is. An emergency passes quiet hours, urgent ones go at once outside them,
#: normal ones wait in the list and go out together once a day.
EMERGENCY, URGENT, NORMAL = "emergency", "urgent", "normal"
#: Asked for by the person this minute (a code to log in with): no quiet hours apply.
ASKED = "asked"
URGENCIES = (NORMAL, URGENT, EMERGENCY, ASKED)
#: Where it goes: the bell of an account, or a phone.
APP, SMS = "app", "sms"
CHANNELS = (APP, SMS)
#: Life of a message: waits, has left, could not leave, or was overtaken (seen before it left).
STATES = ("waiting", "sent", "failed", "dropped")
#: Tries before a message to a phone counts as failed, with the pause after each.
MOST_TRIES, PAUSE = 5, timedelta(minutes=2)
#: When the messages of a day go out together.
DIGEST_AT = time(17, 0)
#: Characters of the longest text that leaves in one piece. To be confirmed with the provider.
LONGEST = 500

CODE_DIGITS = 6
CODE_VALID = timedelta(minutes=10)
CODE_TRIES = 5
#: (in this time, at most so many codes) for one phone.
CODE_LIMITS = (
    (timedelta(minutes=1), 1),
    (timedelta(hours=1), 5),
    (timedelta(days=1), 10),
)


@dataclass(frozen=True)
class Quiet:
    """Hours in which nothing leaves; they may run over midnight (21:00–07:30)."""

    begins: time
    ends: time

    @classmethod
    def of(cls, pair: tuple[str, str] | list[str]) -> Quiet:
        """From the parameter ``notice.quiet``, such as ["21:00", "07:30"]."""
        return cls(time.fromisoformat(pair[0]), time.fromisoformat(pair[1]))

    def holds(self, moment: datetime) -> bool:
        """Whether the moment lies in the quiet hours (city time)."""
        now = clock.local(moment).time()
        if self.begins <= self.ends:
            return self.begins <= now < self.ends
        return now >= self.begins or now < self.ends

    def over(self, moment: datetime) -> datetime:
        """The first moment from `moment` on that is not quiet."""
        if not self.holds(moment):
            return moment
        local = clock.local(moment)
        day = local.date()
        if self.begins > self.ends and local.time() >= self.begins:
            day += timedelta(days=1)
        return datetime.combine(day, self.ends, clock.CITY).astimezone(moment.tzinfo)


def leaves_at(now: datetime, urgency: str, channel: str, quiet: Quiet) -> datetime:
    """When a message leaves: at once, in the morning, or with the digest of the day."""
    if urgency in (EMERGENCY, ASKED):
        return now
    if urgency == URGENT or channel == APP:
        return quiet.over(now)
    local = clock.local(now)
    day = local.date() if local.time() < DIGEST_AT else local.date() + timedelta(days=1)
    return quiet.over(datetime.combine(day, DIGEST_AT, clock.CITY).astimezone(now.tzinfo))


def in_one(told: Sequence[tuple[str, str]], longest: int = LONGEST) -> tuple[str, int]:
    """The messages of a day to one phone as one text, and how many did not fit (R23).

    :param told: (what it is about, words), oldest first. Where they do not all fit, the last word
        on each thing comes first, then what was said before it.
    """
    last = {about or str(n): n for n, (about, _words) in enumerate(told)}
    kept: list[int] = []
    room = longest
    for n in sorted(range(len(told)), key=lambda n: (n not in last.values(), -n)):
        if len(told[n][1]) < room:
            kept.append(n)
            room -= len(told[n][1]) + 1
    return "\n".join(told[n][1] for n in sorted(kept)), len(told) - len(kept)
