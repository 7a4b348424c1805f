"""Our tags on the pages of hosts with a framework's stylesheet: theirs stays as it is to the pixel,
and ours is for everybody there too.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from PIL import Image, ImageChops

from tests.browser import axe, screenshots
from tests.hosts.frameworks.views import STYLESHEETS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.browser.conftest import Member


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("framework", STYLESHEETS)
def test_host_page_is_not_changed_by_tags(
    member: Callable[..., Member], gallery: Path, framework: str, scheme: str, width: int
) -> None:
    viewport = {"width": width, "height": 900}
    page = member("ada", viewport=viewport, color_scheme=scheme).page
    url = f"{reverse('host', args=[framework])}?{scheme}"
    page.goto(url)
    before = screenshots.part(page, "#host")
    page.goto(f"{url}&tags")
    after = screenshots.part(page, "#host")
    name = f"host-{framework}-{scheme}-{width}"
    (gallery / f"{name}.png").write_bytes(screenshots.part(page, "#widgets"))
    assert page.locator("#widgets .tweets").count() == 4
    if after != before:
        (gallery / f"{name}-before.png").write_bytes(before)
        (gallery / f"{name}-after.png").write_bytes(after)
        pytest.fail(f"{difference(before, after)}: look at {gallery / name}-*.png")
    found = axe.findings(page, "#widgets")
    assert not found, "\n".join(found)


def difference(before: bytes, after: bytes) -> str:
    old, new = Image.open(io.BytesIO(before)), Image.open(io.BytesIO(after))
    if old.size != new.size:
        return f"It was {old.size}, and is {new.size}"
    changed = ImageChops.difference(old.convert("RGB"), new.convert("RGB")).getbbox()
    return f"What is changed is in the box {changed}"
