"""Large tables: the worker looks at them and takes them in, the page says how far it is."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from doorstep.doors.acts import tables as table_jobs
from doorstep.doors.desk import importing, table_found
from doorstep.doors.models import TableJob
from doorstep.frame.imports import ImportRun
from doorstep.kit import clock
from doorstep.people.models import Person

HEAD = ("姓名", "小区名称", "住址")


def sheet(rows):
    book = Workbook()
    for line in (HEAD, *rows):
        book.active.append(line)
    made = io.BytesIO()
    book.save(made)
    return SimpleUploadedFile("居民名册.xlsx", made.getvalue())


ROWS = [(f"居民{n}", "湖畔枫景", door) for n, door in enumerate(("1-1-101", "1-1-201", "9-9-999"))]


@pytest.fixture
def worker(as_, monkeypatch):
    """A desk at which every table is a large one."""
    monkeypatch.setattr(importing, "SMALL_CELLS", 0)
    return as_("community_worker")


@pytest.fixture
def there(worker, village):
    """A table that was sent."""
    sent = worker.post("/desk/import/", {"import": "residents", "file": sheet(ROWS)})
    assert sent.status_code == 302
    return sent["Location"]


def step(worker, there, name):
    url, _, key = there.partition("?key=")
    return worker.post(url, {"key": key, "step": name})


def never(*_args, **_more):
    raise AssertionError("a request read the table")


def test_no_request_reads_a_large_table(worker, there, monkeypatch):
    reads = table_found.run_import, table_found.read
    monkeypatch.setattr(table_found, "run_import", never)
    monkeypatch.setattr(table_found, "read", never)
    for name in ("look", "try", "take"):
        page = worker.get(there).content.decode()
        assert "正在排队" in page
        assert 'hx-trigger="every 2s"' in page
        assert f'href="{there}"' in page, "and a way for who has no scripts"
        monkeypatch.setattr(table_found, "run_import", reads[0])
        monkeypatch.setattr(table_found, "read", reads[1])
        assert table_jobs.work_tables()
        monkeypatch.setattr(table_found, "run_import", never)
        monkeypatch.setattr(table_found, "read", never)
        assert "正在排队" not in worker.get(there).content.decode()
        if name != "take":
            answer = step(worker, there, {"look": "try", "try": "take"}[name])
            assert (answer.status_code, answer["Location"]) == (302, there)
    assert Person.objects.filter(name__startswith="居民").count() == 2


def test_the_same_page_of_what_was_found(worker, there, as_, monkeypatch):
    table_jobs.work_tables()
    assert "居民名册.xlsx" in worker.get(there).content.decode()
    step(worker, there, "try")
    assert not Person.objects.filter(name="居民0").exists()
    table_jobs.work_tables()
    large = worker.get(there).content.decode()
    assert "2行可以导入" in large
    assert "没有" in large, "the cure or fault of the third row"
    monkeypatch.setattr(importing, "SMALL_CELLS", 20_000)
    small = as_("community_secretary")
    sent = small.post("/desk/import/", {"import": "residents", "file": sheet(ROWS)})["Location"]
    told = step(small, sent, "try").content.decode()

    def card(text):
        return text[text.index('<section class="card"') : text.index("</section>")]

    assert card(told) == card(large)


def test_the_bad_rows_come_back_as_a_table(worker, there):
    for name in ("look", "try"):
        table_jobs.work_tables()
        if name == "look":
            step(worker, there, "try")
    answer = step(worker, there, "bad")
    rows = list(load_workbook(io.BytesIO(b"".join(answer))).active.iter_rows(values_only=True))
    assert rows[1][0] == "居民2"


def test_how_far_it_is(worker, there):
    table_jobs.work_tables()
    step(worker, there, "take")
    job = TableJob.objects.get()
    ImportRun.objects.create(name="residents", sha256=job.sha256, rows=400, done=100,
                             began_at=clock.now())  # fmt: skip
    TableJob.objects.update(state="running", leased_until=clock.now() + timedelta(seconds=60))
    page = worker.get(there).content.decode()
    assert "已导入 100 行，共 400 行" in page
    assert 'value="25"' in page


def test_a_worker_that_died_is_followed_by_another(worker, there):
    job = table_jobs.lease()
    assert job is not None
    assert not table_jobs.work_tables(), "it is leased"
    with clock.at(clock.now() + timedelta(seconds=61)):
        assert table_jobs.work_tables()
    assert TableJob.objects.get().state == "done"


def test_a_table_that_kills_its_workers_is_given_up(worker, there):
    for n in range(3):
        with clock.at(clock.now() + timedelta(seconds=61 * n)):
            assert table_jobs.lease() is not None
    with clock.at(clock.now() + timedelta(seconds=61 * 3)):
        assert table_jobs.work_tables()
    answer = worker.get(there)
    assert answer.status_code == 422
    assert "没能导入" in answer.content.decode()


def test_a_fault_of_ours_is_told_and_loses_nothing(worker, there, monkeypatch):
    monkeypatch.setattr(table_found, "columns_of", never)
    assert table_jobs.work_tables()
    assert worker.get(there).status_code == 422
    monkeypatch.undo()


def test_nobody_else_sees_it(worker, there, as_):
    table_jobs.work_tables()
    other = as_("community_secretary")
    assert other.get(there).status_code == 302
    assert step(other, there, "take").status_code == 302
    assert not Person.objects.filter(name="居民0").exists()


def test_the_rights_of_the_one_who_sent_it_count(worker, there, village):
    table_jobs.work_tables()
    step(worker, there, "take")
    village.people["community_worker"].offices.update(until=clock.today())
    table_jobs.work_tables()
    assert not Person.objects.filter(name="居民0").exists()


def test_jobs_of_yesterday_go(worker, there):
    with clock.at(clock.now() + timedelta(days=2)):
        worker.post("/desk/import/", {"import": "residents", "file": sheet(ROWS)})
    assert TableJob.objects.count() == 1


def test_small_tables_need_no_worker(as_, village):
    clerk = as_("community_worker")
    sent = clerk.post("/desk/import/", {"import": "residents", "file": sheet(ROWS)})["Location"]
    assert step(clerk, sent, "take").status_code == 200
    assert Person.objects.filter(name__startswith="居民").count() == 2
    assert not TableJob.objects.exists()
