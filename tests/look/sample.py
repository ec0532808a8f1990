"""Contexts for the gallery from sample.json: an invented compound, invented people, nothing real.

A page there says which bases it ``uses``; ``form`` names a form below with its data, ``qr`` an
address, ``template`` another page's template.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import segno
from django import forms
from django.utils.safestring import mark_safe

HERE = Path(__file__).parent


class Dispatch(forms.Form):
    """Turn a matter over to a department."""

    owner = forms.ChoiceField(
        label="转给谁",
        widget=forms.RadioSelect,
        help_text="按职责清单排在前面的是首选。",
        choices=[("cg", "城管局"), ("zj", "住建局"), ("xf", "消防救援大队")],
    )
    reason = forms.CharField(
        label="为什么转", widget=forms.Textarea, help_text="写清楚在社区试过什么。"
    )
    until = forms.DateField(
        label="希望几号前", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    level = forms.ChoiceField(label="紧急程度", choices=[("a", "一般"), ("b", "今天要办")])
    tell = forms.BooleanField(label="同时告诉提出的人", required=False)


class SignIn(forms.Form):
    """Staff sign in."""

    name = forms.CharField(
        label="手机号或工号", widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    word = forms.CharField(
        label="密码", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


class Report(forms.Form):
    """Report something in one's own words."""

    voice = forms.FileField(
        label="说一说", required=False, widget=forms.FileInput(attrs={"accept": "audio/*"})
    )
    words = forms.CharField(
        label="什么事",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="怎么想就怎么写，两三个字也行。",
    )
    photo = forms.FileField(
        label="照片", required=False, widget=forms.FileInput(attrs={"accept": "image/*"})
    )
    topic = forms.ChoiceField(
        label="哪一类",
        widget=forms.RadioSelect,
        required=False,
        choices=[*enumerate(("停车", "垃圾、楼道", "噪声", "漏水、下水", "电线、充电", "说不清"))],
    )
    tel = forms.CharField(
        label="您的手机",
        help_text="只用来告诉您结果。",
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )


FORMS: dict[str, type[forms.Form]] = {"Dispatch": Dispatch, "SignIn": SignIn, "Report": Report}


def qr(address: str) -> dict[str, Any]:
    """A code as parts/qr.html wants it."""
    svg = segno.make(address, error="m").svg_inline(omitsize=True, border=2)
    words = address.removeprefix("https://")
    return {"svg": mark_safe(svg), "url": words, "caption": "扫码报事、看进展"}


def pages() -> dict[str, dict[str, Any]]:
    """Name of a page → its context, with "template" in it."""
    given = json.loads((HERE / "sample.json").read_text(encoding="utf-8"))
    made = {}
    for name, page in given["pages"].items():
        context: dict[str, Any] = {"template": name}
        for base in page.pop("uses"):
            context |= given["bases"][base]
        context |= page
        if "form" in page:
            kind, data = page["form"]
            context["form"] = FORMS[kind](data)
        if "qr" in page:
            context["qr"] = qr(page["qr"])
        made[name] = context
    return made
