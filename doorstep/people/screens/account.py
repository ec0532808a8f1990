"""Logging in and out, the own password, the own searches."""

from __future__ import annotations

import math
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from doorstep.frame import Invalid, do
from doorstep.kit import clock
from doorstep.panes import page
from doorstep.people.acts import enter, leave, locked_until, note_failure, note_success
from doorstep.people.acts.accounts import PasswordForm
from doorstep.people.models import Account, Looked
from doorstep.people.queries import actor_of

BEFORE_LOGIN = "nobody has logged in yet"


class LoginForm(forms.Form):
    """User name and password."""

    username = forms.CharField(
        max_length=40, label=gettext_lazy("User name"),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )  # fmt: skip
    password = forms.CharField(
        max_length=200, label=gettext_lazy("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip


def address_of(request: HttpRequest) -> str:
    """The caller's address; behind the city's proxy the one it reports last."""
    forwarded = request.headers.get("X-Forwarded-For", "") if not settings.DEMO else ""
    return forwarded.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", ""))


def after_login(request: HttpRequest) -> str:
    """Where to go: what was wanted, if it is ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if ours else str(settings.LOGIN_REDIRECT_URL)


@page("login", anyone=BEFORE_LOGIN, door="portal", budget=10)
def login_page(request: HttpRequest) -> HttpResponse:
    """One form; the same words for a wrong name and a wrong password."""
    form = LoginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        name, address = form.cleaned_data["username"].strip(), address_of(request)
        wait = locked_until(name, address)
        account = None
        if wait is None:
            account = authenticate(request, username=name, password=form.cleaned_data["password"])
            if account is None:
                wait = note_failure(name, address)
        if isinstance(account, Account):
            note_success(name, address)
            enter(request, account)
            return redirect("/password/" if account.must_change else after_login(request))
        form.add_error(None, _refusal(wait))
    status = 422 if request.method == "POST" else 200
    context = {
        "form": form, "page_title": _("Log in"), "submit_label": _("Log in"),
        "hidden": [("next", after_login(request))],
    }  # fmt: skip
    return render(request, "people/plain_form.html", context, status=status)


def _refusal(wait: Any) -> str:
    if wait is None:
        return _("User name or password is wrong. Your level above can give you a new password.")
    seconds = max(1, math.ceil((wait - clock.now()).total_seconds()))
    minutes = math.ceil(seconds / 60)
    rest = (
        ngettext("%(n)d second", "%(n)d seconds", seconds) % {"n": seconds}
        if seconds <= 90
        else ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    )
    return _(
        "Too many wrong tries with this name from here. Wait %(rest)s, then try again. "
        "Your level above can give you a new password."
    ) % {"rest": rest}


@page("logout", anyone="whoever is logged in may leave", door="portal", budget=20)
def logout_page(request: HttpRequest) -> HttpResponse:
    """Leave; by a button only, so that no link can do it. A copy of the cookie is dead too."""
    if request.method == "POST":
        leave(request)
    return redirect("/")


@page("password", anyone="the own password, asked for again", door="portal", budget=14)
def password_page(request: HttpRequest) -> HttpResponse:
    """Set the own password; the first one has to be changed before anything else."""
    actor, account = actor_of(request), request.user
    if not isinstance(account, Account):
        return redirect(settings.LOGIN_URL)
    form = PasswordForm(actor=actor, record=account)
    status = 200
    if request.method == "POST":
        try:
            changed = do(actor, "people.change_password", account.pk, request.POST.dict()).record
        except Invalid as error:
            form, status = error.form, 422
        else:
            update_session_auth_hash(request, changed)
            messages.success(request, _("Your password is changed."))
            return redirect(str(settings.LOGIN_REDIRECT_URL))
    lead = _("This is your first log-in: choose a password of your own, at least 10 characters.")
    context = {
        "form": form, "page_title": _("Change the password"), "submit_label": _("Change it"),
        "page_lead": lead if account.must_change else _("At least 10 characters, not only digits."),
    }  # fmt: skip
    return render(request, "people/plain_form.html", context, status=status)


@page("searches", relations=("self",), budget=6, title="people.searches", action="", rank=95)
def searches_page(request: HttpRequest) -> HttpResponse:
    """The own searches outside open work of the last 90 days: nobody else sees this page (D4)."""
    actor = actor_of(request)
    rows = Looked.objects.none() if actor.id is None else Looked.objects.filter(searcher=actor.id)
    rows = rows.select_related("person__place")
    context = {"page_title": _("My searches"), "rows": list(rows.order_by("-at")[:100])}
    return render(request, "people/searches.html", context)
