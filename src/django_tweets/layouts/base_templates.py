"""Find the base template of a host, and the block that holds the content of a page."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from django.conf import settings
from django.template import TemplateDoesNotExist, TemplateSyntaxError, engines
from django.template.backends.django import DjangoTemplates

from .outline import OutlineError, read_outline

if TYPE_CHECKING:
    from django.template import Engine

    from .outline import Block, Outline

# Usual names of the base template of a site, in the order in which they are tried.
BASE_NAMES = (
    "base.html",
    "{project}/base.html",
    "_base.html",
    "layout.html",
    "layouts/base.html",
    "layouts/default.html",
    "base/base.html",
    "core/base.html",
    "site_base.html",
    "base_site.html",
    "base_generic.html",
    "oscar/layout.html",
)

# Usual names of the block that holds the content of a page, the most specific first.
CONTENT_NAMES = [
    "content",
    "main",
    "page_content",
    "main_content",
    "content_main",
    "pagecontent",
    "maincontent",
    "body_content",
    "content_body",
    "inner_content",
    "site_content",
    "base_content",
    "page_body",
    "page",
    "container",
    "layout",
    "body",
]

# Parts of the names of other blocks in the body.
OTHER_NAMES = re.compile(
    "js|script|foot|header|nav|menu|side|message|breadcrumb|modal|analytics|class|title|banner"
)


class LayoutError(Exception):
    """There is no base template, or our pages can't go into it."""


def find_engine() -> Engine:
    """Return the template engine that renders our pages."""
    for backend in engines.all():
        if isinstance(backend, DjangoTemplates):
            try:
                backend.engine.get_template("django_tweets/layouts/page.html")
            except TemplateDoesNotExist:
                continue
            return backend.engine
    raise LayoutError(
        "No template engine finds the templates of django_tweets: see manage.py check."
    )


def find_base(engine: Engine) -> Outline:
    """Return the first base template of a usual name that has a block for content."""
    project = settings.ROOT_URLCONF.partition(".")[0]
    names = [name.format(project=project) for name in BASE_NAMES]
    for name in names:
        if (outline := _read(engine, name)) and find_content(outline):
            return outline
    for name in names:
        _refuse_other_engine(name)
    raise LayoutError(
        "None of the usual base templates exists and has a block for content "
        f"({', '.join(names)}). Name yours: manage.py tweets_layout path/of/base.html"
    )


def read_base(engine: Engine, name: str) -> Outline:
    """Return the base template of that name."""
    if outline := _read(engine, name):
        return outline
    _refuse_other_engine(name)
    raise LayoutError(f"No template engine finds {name}.")


def find_content(outline: Outline) -> Block | None:
    """Return the block of outline that holds the content of a page."""
    blocks = {
        block.name: block for block in outline.blocks if block.is_usable and not block.is_in_head
    }
    for name in CONTENT_NAMES:
        if name in blocks:
            return blocks[name]
    others = [block for name, block in blocks.items() if not OTHER_NAMES.search(name)]
    return others[0] if len(others) == 1 else None


def _read(engine: Engine, name: str) -> Outline | None:
    """Return the outline of the template of that name; None if there is no such template."""
    try:
        return read_outline(engine, name)
    except TemplateDoesNotExist as error:
        if str(error) == name:
            return None
        raise LayoutError(f"{name} extends {error}, which no template engine finds.") from None
    except (OutlineError, TemplateSyntaxError) as error:
        raise LayoutError(f"{name}: {error}") from None


def _refuse_other_engine(name: str) -> None:
    """Raise LayoutError if an engine of another kind has the template of that name."""
    for backend in engines.all():
        if isinstance(backend, DjangoTemplates):
            continue
        try:
            with suppress(TemplateSyntaxError):  # it exists
                backend.get_template(name)
        except TemplateDoesNotExist:
            continue
        raise LayoutError(
            f"{name} is a template of {type(backend).__name__}, which a Django template can't "
            "extend. Write a base template of the same look for Django's engine, and name it: "
            "manage.py tweets_layout path/of/base.html"
        )
