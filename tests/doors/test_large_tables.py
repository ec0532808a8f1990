"""Tables that would fill the memory are refused before anybody reads them, in plain words."""

from __future__ import annotations

import zipfile

import pytest
from openpyxl import Workbook

from doorstep.doors import tables
from doorstep.doors.tables import refuse_large
from doorstep.frame.sheets import Flaw


def book(path, **cells):
    made = Workbook()
    for at, value in cells.items():
        made.active[at] = value
    made.save(path)
    return path


def words(path) -> str:
    with pytest.raises(Flaw) as flaw:
        refuse_large(path)
    assert flaw.value.cure
    return str(flaw.value.words)


@pytest.fixture(autouse=True)
def _chinese():
    from django.utils import translation

    with translation.override("zh-hans"):
        yield


def test_usual_tables_pass(tmp_path):
    refuse_large(book(tmp_path / "a.xlsx", A1="姓名", B900="李"))
    (tmp_path / "a.csv").write_text("姓名,电话\n李,1\n")
    refuse_large(tmp_path / "a.csv")


def test_more_than_20_mb(tmp_path):
    with (tmp_path / "a.csv").open("wb") as file:
        file.truncate(20_000_001)
    assert "20 MB" in words(tmp_path / "a.csv")


def test_a_file_that_unfolds_to_gigabytes(tmp_path):
    """Packed a thousandfold: 300 kB that would be 300 MB."""
    path = book(tmp_path / "a.xlsx", A1="姓名")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/more.xml", b" " * 300_000_000)
    assert path.stat().st_size < 1_000_000
    assert "200 MB" in words(path)


def test_two_cells_in_opposite_corners_are_seventeen_thousand_million(tmp_path):
    path = book(tmp_path / "a.xlsx", A1="姓名", XFD1048576="x")
    assert path.stat().st_size < 100_000
    assert words(path)


def test_a_million_cells_and_a_few(tmp_path):
    assert "1,000,000" in words(book(tmp_path / "a.xlsx", A1="姓名", CV10001="x"))
    (tmp_path / "a.csv").write_text("a,b\n" * 600_000)
    assert "1,000,000" in words(tmp_path / "a.csv")


def test_what_only_begins_like_a_book(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04" + b"nonsense" * 50)
    assert words(tmp_path / "a.xlsx")
    (tmp_path / "a.xls").write_bytes(b"\xd0\xcf\x11\xe0" + b"nonsense" * 50)
    assert words(tmp_path / "a.xls")


def test_the_size_an_archive_claims_is_not_believed_alone(tmp_path, monkeypatch):
    """Where the first look is deceived, the counting process runs out of its own memory."""
    monkeypatch.setattr(tables, "unpacked", lambda _path: 1)
    path = book(tmp_path / "a.xlsx", A1="姓名", XFD1048576="x")
    assert words(path)


def test_the_desk_says_so_and_keeps_nothing(village, as_, settings, tmp_path):
    from django.core.files.uploadedfile import SimpleUploadedFile

    path = book(tmp_path / "a.xlsx", A1="姓名", XFD1048576="x")
    upload = SimpleUploadedFile("a.xlsx", path.read_bytes())
    answer = as_("community_worker").post("/desk/import/", {"import": "residents", "file": upload})
    assert answer.status_code == 422
    assert "单元格" in answer.content.decode()
    assert not list((tmp_path / "aside").iterdir())
