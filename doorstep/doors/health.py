"""``/healthz`` (process), ``/readyz`` (database, migrations, follows), ``/metrics`` (token)."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, Min, Q
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry, Gauge, generate_latest

from doorstep.frame.follows import FollowRow
from doorstep.kit import clock

#: Seconds a due follow may wait before the system calls itself not ready.
MOST_LAG = 300.0


@dataclass(frozen=True)
class Lag:
    """How far the worker is behind: rows waiting, rows dead, seconds the oldest due row waits."""

    waiting: int
    dead: int
    seconds: float


def lag() -> Lag:
    """Ask the follow rows; one statement."""
    now = clock.now()
    found = FollowRow.objects.aggregate(
        due=Count("id", filter=Q(dead=False, due_at__lte=now)),
        given_up=Count("id", filter=Q(dead=True)),
        oldest=Min("due_at", filter=Q(dead=False, due_at__lte=now)),
    )
    seconds = (now - found["oldest"]).total_seconds() if found["oldest"] else 0.0
    return Lag(found["due"], found["given_up"], seconds)


_known = {"migrated": False}


def migrated() -> bool:
    """Whether no migration is missing. A yes is remembered: migrations do not come undone."""
    if not _known["migrated"]:
        executor = MigrationExecutor(connection)
        _known["migrated"] = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _known["migrated"]


@never_cache
@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(_request: HttpRequest) -> HttpResponse:
    """200 when database, migrations and worker are well, else 503; JSON says which is not."""
    found: dict[str, Any] = {"database": False, "migrations": False, "worker": False}
    try:
        found["migrations"] = migrated()
        found["database"] = True
        if found["migrations"]:
            behind = lag()
            found |= {"worker": behind.seconds <= MOST_LAG, "waiting": behind.waiting,
                      "dead": behind.dead, "seconds": round(behind.seconds, 1)}  # fmt: skip
    except DatabaseError:
        pass  # "database": false says it; details are in the server's log, not here
    well = found["database"] and found["migrations"] and found["worker"]
    return JsonResponse(found, status=200 if well else 503)


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus text for the bearer of ``DOORSTEP_METRICS_TOKEN``; 404 for everybody else.

    The numbers come from the database at the moment of asking, so each process tells the same.
    """
    token = settings.DOORSTEP_METRICS_TOKEN
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not token or not hmac.compare_digest(given.encode(), token.encode()):
        return HttpResponseNotFound()
    behind, registry = lag(), CollectorRegistry()
    for name, words, value in (
        ("doorstep_follows_waiting", "Follows that are due", behind.waiting),
        ("doorstep_follows_dead", "Follows that were given up", behind.dead),
        ("doorstep_follows_lag_seconds", "Age of the oldest due follow", behind.seconds),
    ):
        Gauge(name, words, registry=registry).set(value)
    return HttpResponse(generate_latest(registry), content_type="text/plain; version=0.0.4")
