"""Addresses of static files, worked out once: a page names a dozen, and they stay while we run."""

from __future__ import annotations

import functools

from django.contrib.staticfiles.storage import StaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class Plain(StaticFilesStorage):
    """As they lie in the package (demo)."""

    @functools.cache  # noqa: B019 - there is one storage as long as the process lives
    def url(self, name: str | None) -> str:
        """The address of a file."""
        return super().url(name)


class Hashed(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # it has no types
    """By their content, kept for ever by browsers (production)."""

    @functools.cache  # noqa: B019 - as above
    def url(self, name: str | None, force: bool = False) -> str:
        """The address of a file."""
        return str(super().url(name, force))
