"""An hour of mixed work against a running demo (`make soak`): what people do, as often as they do.

A resident looks at the page of a compound and reports; a steward passes something on; a dispatcher
reads lists, opens what came in and takes it on. Any answer of 400 or more counts as a failure.
"""

from __future__ import annotations

import re
import uuid

from locust import HttpUser, between, task

#: The staircase whose QR code the demo shows, forms' hidden fields, and matters in a list.
_REPORT = re.compile(r"/c/[\w-]+/report/\?e=[\w-]+")
_FIELD = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
_MATTER = re.compile(r'href="(/desk/matters/[0-9a-f-]{36}/)"')
_ACCEPT = re.compile(r'action="(/desk/matters/[0-9a-f-]{36}/do/accept/)">(.+?)</form>', re.DOTALL)


class Person(HttpUser):
    """One of the twelve, signed in as the demo allows."""

    abstract = True
    wait_time = between(1, 5)
    key = ""

    def on_start(self) -> None:
        """Sign in; remember the staircase of the QR code."""
        self.client.headers["Referer"] = self.host
        page = self.client.get("/demo/").text
        found = _REPORT.search(page)
        self.report_url = found[0] if found else "/"
        self.client.post(f"/demo/as/{self.key}/", dict(_FIELD.findall(page)), name="sign in")

    def fill(self, url: str, name: str, **entered: str) -> None:
        """Open a form and send it back with what is entered."""
        fields = dict(_FIELD.findall(self.client.get(url, name=name).text))
        fields.setdefault("op_id", str(uuid.uuid4()))
        fields["place"] = fields.get("preset", "")  # the one that the page proposes
        self.client.post(url, fields | entered, name=f"{name}: sent")


class Resident(Person):
    """Most of those who come look; some report."""

    weight, key = 6, "resident"

    @task(4)
    def look(self) -> None:
        """The page of the compound."""
        self.client.get(self.report_url.split("report/")[0], name="compound")

    @task
    def report(self) -> None:
        """One sentence."""
        words = "楼道里的灯不亮，晚上看不见台阶"
        self.fill(self.report_url, "portal report", text=words, intake="request")


class Steward(Person):
    """Passes on what was seen, and looks what became of it."""

    weight, key = 3, "steward"

    @task(2)
    def mine(self) -> None:
        """What became of mine."""
        self.client.get("/pocket/mine/", name="pocket mine")

    @task
    def pass_on(self) -> None:
        """请小区办."""
        self.fill("/pocket/report/", "pocket report", text="单元门关不上", way="compound")


class Dispatcher(Person):
    """Reads and takes on."""

    weight, key = 1, "street_dispatcher"

    @task(3)
    def home(self) -> None:
        """The desk."""
        self.client.get("/desk/", name="desk")

    @task(3)
    def take_on(self) -> None:
        """The list, one that came in, and taking it on where that can be done now."""
        rows = self.client.get("/desk/matters/?state=submitted", name="list").text
        for url in _MATTER.findall(rows)[:1]:
            found = _ACCEPT.search(self.client.get(url, name="matter").text)
            if found:
                self.client.post(found[1], dict(_FIELD.findall(found[2])), name="accept")
