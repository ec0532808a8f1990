"""F2 and F3 of the article: compound Party organisations, their coverage, the three tiers."""

from __future__ import annotations

from datetime import date
from typing import Any

from doorstep.panes.figures import Of, Scope, Share, figure
from doorstep.party.queries import covered_compounds, orgs_at, orphans
from doorstep.party.rules import TIER_COMPOUND
from doorstep.places.queries import compounds_at


@figure("compound_party_orgs", article="F2", kind="count", time="stock", unit="org",
        grain=("street", "community"))  # fmt: skip
def compound_party_orgs(scope: Scope, at: date) -> Any:
    """Compound organisations in force at the end of the day."""
    return orgs_at(scope.paths, at, TIER_COMPOUND)


@figure("compound_org_coverage", kind="share", time="stock", grain=("street", "community"))
def compound_org_coverage(scope: Scope, at: date) -> Share:
    """Residential compounds covered by a compound organisation, of all; opens to the uncovered."""
    return Share(covered_compounds(scope.paths, at), compounds_at(scope.paths, at))


@figure("party_tiers", article="F3", kind="distinct", time="stock", unit="tier",
        missing=lambda scope, at: orphans(scope.paths, at))  # fmt: skip
def party_tiers(scope: Scope, at: date) -> Of:
    """Tiers with at least one organisation; what is missing are orphans, which must be none."""
    return Of(orgs_at(scope.paths, at), "tier")
