"""R19, R22: residents need no account, no install; a page says who runs it, where to complain."""

from __future__ import annotations

import re

from django.test import Client

from doorstep.doors.codes import code_of
from doorstep.matters.models import Matter
from tests.every.world import World


def test_a_resident_reports_follows_and_answers_by_link_alone(town: World) -> None:
    """From the code on the stairwell to the last word, with a browser that knows nothing."""
    root, client = town.places["city"].path, Client()
    place = f"/c/{code_of(town.places['lake'].path, root)}/"
    for url in ("/", place, f"{place}report/", "/about/", "/mine/", "/phone/"):
        assert client.get(url).status_code == 200, url
    sent = client.post(f"{place}report/", {"text": "三栋路灯不亮", "category": "stair_light"})
    assert sent.status_code == 302
    link = sent["Location"].partition("?")[0]
    assert link.startswith("/m/")
    stranger = Client()
    assert stranger.get(link).status_code == 200
    matter = Matter.objects.get(token=link.split("/")[2])
    matter.state, matter.resolved_at = "resolved", matter.begun_at
    matter.save()
    stranger.post(f"{link}do/verify/", {"verdict": "not", "words": "还是不亮"})
    assert Matter.objects.get(pk=matter.pk).state == "reopened"


def test_no_page_of_residents_asks_to_install_or_follow(town: World) -> None:
    """No manifest, no store, no public account to follow."""
    root = town.places["city"].path
    for url in ("/", f"/c/{code_of(town.places['lake'].path, root)}/", "/about/"):
        page = Client().get(url).content.decode()
        assert 'rel="manifest"' not in page
        for word in ("下载App", "下载APP", "应用商店", "关注公众号", "请先登录"):
            assert word not in page, (url, word)


def test_about_names_operator_filing_and_the_way_to_complain(town: World) -> None:
    """R22 (12号文): slots for both, and an entry that leads to a report."""
    page = Client().get("/about/").content.decode()
    assert "备案" in page
    assert re.search(r"投诉|建议", page)
    assert 'href="/"' in page


def test_forms_work_without_scripts(town: World) -> None:
    """The report is a plain form with a button."""
    root = town.places["city"].path
    page = Client().get(f"/c/{code_of(town.places['lake'].path, root)}/report/").content.decode()
    form = page[page.index("<form") :]
    assert 'method="post"' in form
    assert "<button" in form
