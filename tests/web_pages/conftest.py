from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web_pages.web import serve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.web_pages.web import Web


@pytest.fixture
def web() -> Iterator[Web]:
    """An empty web."""
    with serve() as web:
        yield web
