"""A change of the rules as a person makes it: tried first, then decided."""

from __future__ import annotations

from typing import Any

from doorstep.frame import do
from doorstep.routing.rules.trial import Shown, Undecided


def tried(actor: Any, word: str, rule: Any, data: Any) -> Undecided:
    """What the dry run answers; nothing is done."""
    try:
        do(actor, f"routing.{word}", rule, data)
    except Undecided as answer:
        return answer
    raise AssertionError("it was done without a decision")


def shown(actor: Any, word: str, rule: Any, data: Any) -> Shown:
    """What a person is shown."""
    return tried(actor, word, rule, data).shown


def decided(actor: Any, word: str, rule: Any, data: Any) -> Any:
    """The outcome once a person has decided."""
    token = tried(actor, word, rule, data).token
    return do(actor, f"routing.{word}", rule, {**data, "decided": token})


def posted(client: Any, url: str, data: Any) -> Any:
    """The same in a browser: the page of the dry run, then its button."""
    page = client.post(url, data)
    assert page.status_code == 422, page.content.decode()
    token = page.context["form"].data["decided"]
    return client.post(url, {**data, "decided": token})
