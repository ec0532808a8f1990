"""The notes of a founding are whole at every moment: they are read meanwhile, and it may be cut."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from doorstep.doors.shell.founding.parts import write_whole


def test_what_is_cut_off_while_writing_leaves_the_notes_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "founding" / "done.json"
    write_whole(file, {"done": ["区划"]})
    write = Path.write_text

    def cut(self: Path, text: str, encoding: str) -> int:
        write(self, text[:5], encoding)
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "write_text", cut)
    with pytest.raises(KeyboardInterrupt):
        write_whole(file, {"done": ["区划", "目录和规则"]})
    assert json.loads(file.read_text("utf-8")) == {"done": ["区划"]}
    monkeypatch.undo()
    write_whole(file, {"done": ["区划", "目录和规则"]})
    assert json.loads(file.read_text("utf-8"))["done"] == ["区划", "目录和规则"]
    assert [p.name for p in file.parent.iterdir()] == ["done.json"]
