"""Standard replies offered above a form: a chip fills the words, the person edits them.

Each chip is a link that shows the form with its words, so that it works without scripts.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from doorstep.casework.acts.replies import STEPS
from doorstep.casework.queries import filled, replies_for
from doorstep.frame.acts import Act

#: The field that a reply goes into.
INTO = "words"


def offering(act: Act, record: Any, url: str) -> dict[str, Any]:
    """Context of desk/replies.html: what fits this step; nothing for other acts."""
    if act.kind != "matters.matter" or act.word not in STEPS:
        return {}
    return {
        "replies": [
            {
                "label": row.label, "url": f"{url}?reply={row.code}",
                "words": filled(row.data.get("words", ""), record),
            }
            for row in replies_for(act.word, record)
        ],
        "replies_for_many": record is None,
    }  # fmt: skip


def initial_of(act: Act, record: Any, request: HttpRequest) -> dict[str, str]:
    """The words of the reply that was asked for in the address."""
    code = request.GET.get("reply", "")
    if not code or act.word not in STEPS or act.kind != "matters.matter":
        return {}
    found = next((r for r in replies_for(act.word, record) if r.code == code), None)
    return {INTO: filled(found.data.get("words", ""), record)} if found else {}
