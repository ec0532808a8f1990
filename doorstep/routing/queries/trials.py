"""A dry run in words: what a person is shown before a change of the rules is made."""

from __future__ import annotations

from django.utils.translation import gettext as _

from doorstep.frame import Refusal
from doorstep.frame.terms import term
from doorstep.routing.queries.marks import called, new_faults
from doorstep.routing.queries.plans import Plan
from doorstep.routing.rules.trial import Shown, Trial, Undecided

#: Matters shown of those that would have gone elsewhere.
LISTED = 100
#: Heads of their table.
HEADS = ("routing.matter_number", "routing.category", "routing.matter_place", "routing.would_go")


def undecided(plan: Plan, trial: Trial) -> Undecided:
    """Nothing is done until a person has seen this: how many matters of last month would have gone
    elsewhere and which, and what the change makes wrong in the table."""
    said = {"n": len(trial.moved), "all": trial.of}
    words = [
        _("Of %(all)d matters of the last 31 days %(n)d would have gone elsewhere.") % said
        if trial.moved
        else _("None of the %(all)d matters of the last 31 days would have gone elsewhere.") % said
    ]
    if trial.cut:
        words.append(_("Only the newest %(n)d of these categories were tried.") % {"n": trial.cut})
    wrong = [
        told if plan.becomes is not None and rule.code == plan.becomes.code
        else _("%(rule)s: %(wrong)s")
        % {"rule": called(rule), "wrong": told}
        for rule, told in new_faults(plan.before, plan.after)
    ]  # fmt: skip
    rows = [
        (m.url, (m.number, m.category, m.place, f"{m.was} → {m.now}"))
        for m in trial.moved[:LISTED]
    ]  # fmt: skip
    shown = Shown(words, wrong, [term(c) for c in HEADS], rows, len(trial.moved) - len(rows))
    cure = _("Look at it, then decide with decided=%(token)s.") % {"token": plan.token}
    return Undecided(Refusal(words[0], field="decided", clause="R27", cure=cure), shown, plan.token)
