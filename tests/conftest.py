"""Settings and fixtures of every test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

# How long one example takes depends on the machine; in CI the examples are always the same.
# `pytest --hypothesis-profile=long` tries many more.
settings.register_profile("digest", deadline=None, derandomize="CI" in os.environ)
settings.register_profile("long", deadline=None, max_examples=20_000, print_blob=True)
settings.load_profile("digest")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A headless Chromium: the system's, or else the one Playwright installed."""
    system = ("chromium", "chromium-browser", "google-chrome")
    path = next(filter(None, map(shutil.which, system)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--disable-gpu"])
        yield browser
        browser.close()
