"""Imports go downward only, between apps and inside them; checked by import-linter."""

from __future__ import annotations

import importlib
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from doorstep import settings
from tests.house.source import NOT_APPS, PACKAGE, ROOT, apps, files, name

ROOMS = {
    "__init__", "apps", "rules", "models", "catalogues", "queries", "acts", "imports", "screens",
    "figures", "follows", "migrations", "templates", "static",
}  # fmt: skip
#: The two halves of the engine export at most so many names (docs/decisions/0008).
MOST_NAMES = 60


def contracts() -> dict[str, dict]:
    tool = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    return {c["id"]: c for c in tool["contracts"]}


def test_imports_go_downward_only() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]


def test_the_linter_finds_an_import_that_goes_up(tmp_path: Path) -> None:
    """The check is real: a copy of the kit that imports the engine turns it red."""
    house = tmp_path / "doorstep"
    for folder in ("kit", "frame", "panes", "doors"):
        (house / folder).mkdir(parents=True)
        (house / folder / "__init__.py").write_text("")
    (house / "__init__.py").write_text("")
    for module in ("settings", "urls", "wsgi"):
        (house / f"{module}.py").write_text("")
    (house / "kit" / "__init__.py").write_text("import doorstep.frame\n")
    (tmp_path / "pyproject.toml").write_text(
        '[tool.importlinter]\nroot_package = "doorstep"\n[[tool.importlinter.contracts]]\n'
        'name = "floors"\ntype = "layers"\ncontainers = ["doorstep"]\n'
        f"layers = {contracts()['floors']['layers']}\n"
    )
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [linter, "--no-cache"], cwd=tmp_path, capture_output=True, text=True, check=False,
        env={"PYTHONPATH": str(tmp_path), "PATH": "/usr/bin:/bin", "PYTHONSAFEPATH": "1"},
    )  # fmt: skip
    assert done.returncode == 1, done.stdout[-2000:]
    assert "doorstep.kit" in done.stdout


def test_every_app_is_under_the_contract_of_rooms() -> None:
    listed = {c.removeprefix("doorstep.") for c in contracts()["rooms"]["containers"]}
    assert listed == set(apps())


def test_every_app_is_installed_on_its_floor() -> None:
    assert set(apps()) <= set(settings.FLOORS)
    order = [line.strip("()") for layer in contracts()["floors"]["layers"] for line in
             layer.split(" | ")]  # fmt: skip
    floors = [a for a in order if a.strip("()") in settings.FLOORS]
    assert list(settings.FLOORS) == [a.strip("()") for a in reversed(floors)]


@pytest.mark.parametrize("app", apps())
def test_an_app_has_no_other_rooms(app: str) -> None:
    there = {
        (PACKAGE / app / f.relative_to(PACKAGE / app).parts[0]).stem
        for f in files(f"doorstep/{app}/**/*.py", f"doorstep/{app}/*.py")
    }
    assert there <= ROOMS, f"{app} has rooms of its own: {sorted(there - ROOMS)}"


#: Modules of the engine that are interfaces themselves; all others are its own affair.
PUBLIC = {
    "frame": {
        "catalogue_acts", "catalogues", "erasing", "imports", "prepared", "registry", "seal",
        "sheets", "terms", "triggers",
    },
    "panes": {
        "columns", "figures", "files", "forms", "lists", "pages", "screens", "search", "serving",
        "walks",
    },
}  # fmt: skip


def test_the_engine_exports_few_names() -> None:
    from doorstep import frame, panes

    assert len(frame.__all__) + len(panes.__all__) <= MOST_NAMES


@pytest.mark.parametrize("half", PUBLIC)
def test_apps_use_only_what_the_engine_exports(half: str) -> None:
    """Apps import from ``doorstep.frame``, ``doorstep.panes`` and their public modules."""
    import ast

    exported = importlib.import_module(f"doorstep.{half}").__all__
    wrong = []
    for path in files("doorstep/**/*.py"):
        if path.relative_to(PACKAGE).parts[0] in NOT_APPS or "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.ImportFrom)
                and (node.module or "").startswith(f"doorstep.{half}.")
                and node.module.split(".")[2] not in PUBLIC[half]
            ):
                wrong.append(f"{name(path)}:{node.lineno} {node.module}")
            if isinstance(node, ast.ImportFrom) and node.module == f"doorstep.{half}":
                wrong += [
                    f"{name(path)}: {a.name}"
                    for a in node.names
                    if a.name not in exported and a.name not in PUBLIC[half]
                ]
    assert not wrong, wrong
