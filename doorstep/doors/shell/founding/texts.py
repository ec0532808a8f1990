"""Words of reports, replies and notes, joined by the rules of texts.toml; none comes too often."""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from doorstep.doors.shell.founding.fitting import NOT_MENDED, OUTSIDE, PARTS, clash, fits
from doorstep.doors.shell.founding.profile import Profile

#: A text, as it is read, comes so often in all at most.
MOST = 3
_ALONE = ("two_words", "photo_only", "steward")
_HOURS = {"morning": (5, 11), "noon": (11, 14), "afternoon": (13, 18), "evening": (17, 23),
          "night": (20, 30)}  # fmt: skip
_WORDS = re.compile(r"\{(\w+)\}")


@dataclass
class Spot:
    """What a text must know of the place it is about: facts of it, and words for its slots."""

    key: str
    facts: frozenset[str]
    rural: bool
    slots: dict[str, str] = field(default_factory=dict)


class Texts:
    """Gives texts, remembering what was used where."""

    def __init__(self, profile: Profile) -> None:
        book = profile.toml("texts.toml")
        self.messages: dict[str, list[dict[str, Any]]] = {}
        for row in book["message"]:
            self.messages.setdefault(row["category"], []).append(row)
        self.replies: dict[str, list[dict[str, Any]]] = {}
        for row in book["reply"]:
            self.replies.setdefault(row["category"], []).append(row)
        self.notes: dict[str, list[dict[str, Any]]] = {}
        for row in book["note"]:
            self.notes.setdefault(row["kind"], []).append(row)
        self.orders: dict[str, list[dict[str, Any]]] = {}
        for row in book["order"]:
            self.orders.setdefault(row["category"], []).append(row)
        self.answers = {key: row["text"] for row in book["answer"] for key in row["ids"]}
        leaves = profile.toml("categories.toml")["leaf"]
        self.cannot = {row["leaf"]: row for row in book["cannot"]}
        self.not_ours = {row["leaf"]: row for row in book["not_ours"]}
        self.urgent = {leaf["code"] for leaf in leaves if leaf["urgency"] == "emergency"}
        self.book = book
        self.used: Counter[str] = Counter()
        self.here: set[tuple[str, str]] = set()
        self.drawn: Counter[str] = Counter()

    # -- reports ---------------------------------------------------------------------------------
    def message(
        self, leaf: str, spot: Spot, month: int, hour: int, rng: random.Random, *,
        steward: bool, kinds: tuple[str, ...] = (), bare: bool = False, done: bool = True,
    ) -> tuple[str, dict[str, Any]] | None:  # fmt: skip
        """A text for a report, with its row; None when nothing fits the place.

        :param steward: a steward wrote it: shorthand mostly; others never write so.
        :param done: a note of something settled on the spot will do.
        :param bare: somebody wrote down what was said on the phone: no greeting, no thanks.
        """
        bare = bare or leaf in self.urgent
        rows = [r for r in self.messages.get(leaf, []) if self._fits(r, spot, month)]
        rows = [r for r in rows if steward or r["register"] != "steward"]
        rows = [r for r in rows if not kinds or r["kind"] in kinds]
        rows = [r for r in rows if done or not r.get("done", False)]

        def rank(row: dict[str, Any]) -> tuple[float, float]:
            first, last = _HOURS.get(row["hours"], (0, 24))
            far = not (first <= hour < last or first <= hour + 24 < last)
            own = steward and row["register"] == "steward"
            return self.drawn[row["id"]] + 1.6 * far - 2.5 * own, rng.random()

        for row in sorted(rows, key=rank)[:8]:
            for _try in range(6):
                text = self.filled(row["text"], spot) if bare else self._joined(row, spot, rng)
                if self._free(text, spot):
                    self.drawn[row["id"]] += 1
                    return text, row
        return None

    def _fits(self, row: dict[str, Any], spot: Spot, month: int) -> bool:
        if row["area"] != "both" and (row["area"] == "rural") != spot.rural:
            return False
        if row["months"] and month not in row["months"]:
            return False
        return set(row["needs"]) <= spot.facts and set(row["slots"]) <= set(spot.slots)

    def _joined(self, row: dict[str, Any], spot: Spot, rng: random.Random) -> str:
        """The text with a word before or after it, as people of its register write."""
        text = row["text"]
        if row["register"] not in _ALONE:
            for part, before in (("lead", True), ("tail", False)):
                found = [r["text"] for r in self.book[part] if r["register"] == row["register"]
                         and row["kind"] in r["kinds"] and set(r["slots"]) <= set(spot.slots)
                         and not clash(r["text"], text)]  # fmt: skip
                if found and rng.random() < (0.45 if before else 0.4):
                    piece = rng.choice(found)
                    text = piece + text if before else _ended(text) + piece
        return self.filled(text, spot)

    def order(
        self, leaf: str, topic: str, spot: Spot, rng: random.Random, kinds: tuple[str, ...] = ()
    ) -> tuple[str, dict[str, Any]] | None:
        """A 12345 order: a lead, the condition, a tail; None when there is none for the leaf."""
        tails = [r["text"] for r in self.book["order_tail"] if topic in (r["topics"] or (topic,))]
        if "company" not in spot.facts:
            tails = [text for text in tails if "物业" not in text]
        rows = [r for r in self.orders.get(leaf, []) if set(r["needs"]) <= spot.facts
                and (not kinds or r["kind"] in kinds)
                and (r["area"] == "both" or (r["area"] == "rural") == spot.rural)]  # fmt: skip
        rng.shuffle(rows)
        leads = [text for text in self.book["order_lead"] if leaf in OUTSIDE or "{" not in text]
        for row in rows:
            for _try in range(8):
                if row["kind"] in ("question", "suggestion"):
                    text = f"来电人{row['text']}"
                else:
                    tail = rng.choice(tails)
                    text = rng.choice(leads) + row["text"] + rng.choice("，。") + tail
                text = _ended(text)
                if set(_WORDS.findall(text)) <= set(spot.slots):
                    text = self.filled(text, spot)
                    if self._free(text, spot):
                        return text, row
        return None

    def _free(self, text: str, spot: Spot) -> bool:
        if self.used[text] >= MOST or (spot.key, text) in self.here:
            return False
        self.used[text] += 1
        self.here.add((spot.key, text))
        return True

    # -- replies and notes -----------------------------------------------------------------------
    def reply(
        self, leaf: str, stage: str, by: str, spot: Spot, rng: random.Random, **slots: str
    ) -> str:
        """What the reporter reads; that of the category if there is one, else of any."""
        slots = spot.slots | slots
        for category, giver in ((leaf, by), (leaf, ""), ("*", by), ("*", "")):
            rows = [r for r in self.replies.get(category, [])
                    if r["stage"] == stage and giver in ("", r["by"])
                    and set(r["needs"]) <= spot.facts
                    and set(r["slots"]) <= set(slots)]  # fmt: skip
            if rows:
                row = min(rows, key=lambda r: (self.drawn[r["id"]], rng.random()))
                self.drawn[row["id"]] += 1
                text = row["text"]
                if not text.startswith(("您好", "跟您")) and rng.random() < 0.35:
                    text = rng.choice(self.book["reply_lead"]) + text
                if rng.random() < 0.3:
                    text += rng.choice(self.book["reply_tail"])
                return self.filled(text, spot, slots)
        return "已经办好了，请您看一眼。"

    def answer(self, row: str, kind: str, spot: Spot, rng: random.Random) -> str:
        """What is answered to a question or suggestion: its own words, else some that fit any."""
        if row in self.answers:
            return self.filled(self.answers[row], spot)
        rows = [r for r in self.book["answer_any"] if r["to"] == kind
                and set(r["needs"]) <= spot.facts
                and set(r["slots"]) <= set(spot.slots)]  # fmt: skip
        found = min(rows, key=lambda r: (self.drawn[r["text"]], rng.random()))
        self.drawn[found["text"]] += 1
        return self.filled(found["text"], spot)

    def note(
        self, kind: str, spot: Spot, rng: random.Random, *about: str, mended: bool = True
    ) -> str:
        """A note of somebody at work, or a word of the reporter, that goes with what it is about.

        :param about: its topic and its leaf.
        """
        rows = [r for r in self.notes[kind]
                if set(r["needs"]) <= spot.facts and set(r["slots"]) <= set(spot.slots)
                and fits(r["id"], about)
                and (kind != "verify_note" or (r["id"] not in NOT_MENDED) == mended)]  # fmt: skip
        row = min(rows, key=lambda r: (self.drawn[r["id"]], rng.random()))
        self.drawn[row["id"]] += 1
        return self.filled(row["text"], spot)

    def words_of(self, note: str, spot: Spot) -> str:
        """A note by its id."""
        kind = note.rpartition("-")[0]
        row = next(r for r in self.notes[kind] if r["id"] == note)
        return self.filled(row["text"], spot)

    def excluded(self, spot: Spot, rng: random.Random) -> dict[str, str] | None:
        """An order that is not taken on, with the reason and where to go instead."""
        rows = sorted(self.book["excluded"], key=lambda r: (self.drawn[r["id"]], rng.random()))
        for row in rows:
            if self._free(row["text"], spot):
                self.drawn[row["id"]] += 1
                found: dict[str, str] = row
                return found
        return None

    def parts(self, topic: str, spot: Spot, rng: random.Random) -> list[str]:
        """Two or three parts into which a matter of the topic can be divided, or none."""
        wanted = {f"split_title-{n}" for n in PARTS.get(topic, ())}
        rows = [r for r in self.notes["split_title"]
                if r["id"] in wanted and set(r["needs"]) <= spot.facts
                and set(r["slots"]) <= set(spot.slots)]  # fmt: skip
        rng.shuffle(rows)
        found = [self.filled(r["text"], spot) for r in rows[: rng.choice((2, 3))]]
        return found if len(found) > 1 else []

    def filled(self, text: str, spot: Spot, slots: dict[str, str] | None = None) -> str:
        """The text with its slots."""
        words = slots or spot.slots
        return _WORDS.sub(lambda found: words.get(found[1], ""), text)


def _ended(text: str) -> str:
    return text if text[-1:] in "。！？!?…" else f"{text}。"
