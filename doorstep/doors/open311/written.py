"""JSON and XML of GeoReport v2 from one structure: lists of flat objects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from xml.etree import ElementTree as Xml

from django.http import HttpResponse, JsonResponse

FORMATS = ("json", "xml")


def written(
    rows: Iterable[Mapping[str, Any]], form: str, many: str, one: str, status: int = 200
) -> HttpResponse:
    """A list as the caller asked for it.

    :param many, one: names of the elements in XML.
    """
    found = list(rows)
    if form == "json":
        return JsonResponse(
            found, safe=False, status=status, json_dumps_params={"ensure_ascii": False}
        )
    root = Xml.Element(many)
    for row in found:
        inside = Xml.SubElement(root, one)
        for name, value in row.items():
            Xml.SubElement(inside, name).text = _text(value)
    text = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(text, status=status, content_type="text/xml; charset=utf-8")


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def wrong(words: Any, form: str, status: int = 400) -> HttpResponse:
    """An error of the standard: a list with code and description."""
    form = form if form in FORMATS else "json"
    return written([{"code": status, "description": str(words)}], form, "errors", "error", status)
