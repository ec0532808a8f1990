"""R15: every number opens its records, in one click from the board; the definition is one away."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from django.test import Client

from tests.every.world import World

TILE = re.compile(r'<section class="card tile">(.*?)</section>', re.S)


def test_the_number_of_each_tile_opens_its_records(
    world: World, as_: Callable[..., Client]
) -> None:
    """And its name the definition, from which the records open too."""
    client = as_("city_od")
    tiles = TILE.findall(client.get("/desk/figures/").content.decode())
    with_records = 0
    for tile in tiles:
        links = [html.unescape(link) for link in re.findall(r'href="([^"]+)"', tile)]
        assert re.fullmatch(r"/desk/figures/[\w-]+/\?at=[\d-]+", links[0]), links
        assert client.get(links[0]).status_code == 200
        if len(links) > 1:
            with_records += 1
            assert "/records/" in links[1]
            page = client.get(links[1])
            assert page.status_code == 200
            assert f'href="{links[0].split("?")[0]}' in page.content.decode()
    assert with_records == len(tiles) > 10


def test_each_heap_of_a_home_is_one_click(world: World, as_: Callable[..., Client]) -> None:
    client = as_("community_secretary")
    page = client.get("/desk/").content.decode()
    heaps = re.findall(r'<a[^>]*class="[^"]*"[^>]*href="(/desk/matters/\?[^"]*)"', page)
    assert heaps
    for url in heaps:
        assert client.get(html.unescape(url)).status_code == 200
