"""What is generated or derived is fresh: migrations, generated docs, requirements."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.house.source import ROOT, files

BASE = ROOT / "requirements/base.txt"
#: Used without an import of ours: by name in settings, or by Django itself.
BY_NAME = {"argon2-cffi", "gunicorn", "whitenoise", "psycopg", "pysqlite3"}

#: Tools that are run or loaded, not imported.
RUN_BY_NAME = {"coverage", "django-stubs", "import-linter", "locust", "mypy", "pytest-django",
               "pytest-xdist", "ruff"}  # fmt: skip


def pins(file: str) -> dict[str, str]:
    """Canonical name → version of the lines ``name[extra]==version``."""
    text = (ROOT / "requirements" / file).read_text()
    found = re.findall(r"^([A-Za-z0-9_.-]+)(?:\[[a-z,]+\])?==(\S+)$", text, re.MULTILINE)
    return {canonical(n): v for n, v in found}


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.django_db
def test_migrations_are_complete() -> None:
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)


def test_generated_docs_are_fresh() -> None:
    """Asked in a process of its own: the toy app of the engine's tests is no part of the house."""
    clean = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    command = [Path(sys.executable).with_name("doorstep"), "docs", "--check"]
    done = subprocess.run(command, env=clean, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.stderr[-500:]} (run `make docs`)"


@pytest.mark.parametrize("file", ["base.txt", "celery.txt", "dev.txt"])
def test_pins_agree_with_the_lock(file: str) -> None:
    lock = pins("lock.txt")
    assert {n: v for n, v in pins(file).items() if lock.get(n) != v} == {}


def imported() -> set[str]:
    """Distributions that the package imports, canonical names."""
    owners = packages_distributions()
    modules: set[str] = set()
    for path in files("doorstep/**/*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                modules |= {a.name.partition(".")[0] for a in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                modules.add(node.module.partition(".")[0])
    modules -= {*sys.stdlib_module_names, "doorstep", "tests"}
    return {canonical(d) for m in modules for d in owners.get(m, [f"no distribution has {m}"])}


def test_what_is_imported_is_required() -> None:
    assert imported() - set(pins("base.txt")) - set(pins("celery.txt")) == set()


def test_what_is_required_is_used() -> None:
    settings = (ROOT / "doorstep/settings.py").read_text()
    by_settings = {"django-csp": '"csp"', "django-htmx": '"django_htmx"', "django-axes": '"axes"',
                   "django-allauth": '"allauth"'}  # fmt: skip
    named = {n for n, sign in by_settings.items() if sign in settings}
    assert set(pins("base.txt")) - imported() - BY_NAME - named == set()


def test_what_developers_install_is_used() -> None:
    """Imported by tests, benches or scripts, or named where it is run or set up."""
    texts = [
        f.read_text("utf-8") for f in files("tests/**/*.py", "bench/**/*.py", "contrib/**/*.py")
    ]
    run = "\n".join(
        [*texts, (ROOT / "Makefile").read_text(), (ROOT / "pyproject.toml").read_text()]
    )
    modules = packages_distributions()
    unused = set()
    for name in pins("dev.txt"):
        own = [m for m, owners in modules.items() if name in map(canonical, owners)]
        imported_ = any(re.search(rf"^\s*(import|from) {m}\b", run, re.MULTILINE) for m in own)
        if not imported_ and name not in RUN_BY_NAME and not name.startswith("types-"):
            unused.add(name)
    assert unused == set()


def test_every_requirement_has_its_reason() -> None:
    text = (ROOT / "docs/dependencies.md").read_text("utf-8")
    wanted = {**pins("base.txt"), **pins("celery.txt"), **pins("dev.txt")}
    told = {canonical(n) for n in re.findall(r"^\| `([^`]+)`", text, re.MULTILINE)}
    assert set(wanted) == told


def test_vendored_files_are_those_of_the_manifest() -> None:
    from contrib import vendor

    assert vendor.main(refresh=False) == 0
    listed = {e["file"] for e in json.loads((vendor.FOLDER / "manifest.json").read_text())}
    assert {f.name for f in vendor.FOLDER.iterdir()} == listed | {"manifest.json"}
