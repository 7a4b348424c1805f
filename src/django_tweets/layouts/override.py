"""Compose the override of layouts/base.html that puts our pages into a base template."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.template import TemplateDoesNotExist, TemplateSyntaxError

from .base_templates import find_content
from .outline import OutlineError, read_outline

if TYPE_CHECKING:
    from django.template import Engine

    from .outline import Block, Outline

LAYOUT = "django_tweets/layouts/base.html"
BLOCKS = ("title", "extra_head", "content")

# Usual names of blocks, the most specific first.
TITLE_NAMES = ["title", "head_title", "page_title", "html_title", "site_title", "meta_title"]
HEAD_NAMES = [
    "extra_head",
    "extrahead",
    "head_extra",
    "extra_header_tags",
    "html_head",
    "head_content",
    "head_end",
    "head",
    "extra_css",
    "extra_styles",
    "extrastyles",
    "extra_style",
    "extrastyle",
    "styles",
    "stylesheets",
    "stylesheet",
    "page_css",
    "custom_css",
    "css_files",
    "head_css",
    "css",
    "style",
    "links",
    "extra_meta",
    "meta",
    "metadata",
    "meta_tags",
]

# Classes of CSS frameworks that give an element a width, and space at its sides.
CONTAINER = re.compile(r"(?:grid-|uk-)?container(?:-(?:sm|md|lg|xl|xxl|fluid))?|max-w-\S+")
# Usual names of such classes in the stylesheet of a site.
OWN_CONTAINER = re.compile(r"(?:\S+[-_])?(?:container|wrapper|wrap|inner|shell)")
# In Tailwind, several classes together make a container.
TAILWIND = re.compile(r"(?:\w+:)*(?:mx-auto|max-w-\S+|w-full|p[xlrse]-\S+)")
# The container of a CSS framework, by a word in the address of its stylesheet or in its tags.
FRAMEWORKS = {
    "bootstrap": "container",
    "bulma": "container",
    "materialize": "container",
    "uikit": "uk-container",
    "semantic": "ui container",
    "foundation": "grid-container",
    "tailwind": "mx-auto max-w-7xl px-4",
    "pico": "container",
}
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
# Elements that may stand around the heading of a page. They are left out with it.
AROUND_HEADING = HEADINGS | {"div", "header", "hgroup", "p", "section", "small", "span"}
ADDRESS = re.compile(r"""(?:href|src)=(?:"[^"]*"|'[^']*')|\{%\s*(?:load|\w+_css)\b[^%]*%\}""")


@dataclass
class Override:
    """The override of layouts/base.html, and messages about it for the developer."""

    base_name: str
    mapped: dict[str, str] = field(default_factory=dict)
    """The block of the base template that each of our blocks goes into."""
    container: str = ""
    """CSS classes of the element around our pages."""
    emptied: list[str] = field(default_factory=list)
    """Blocks of the base template that the override empties, because our pages have the same:
    metadata, and the heading of the page."""
    problems: list[str] = field(default_factory=list)
    """Messages for the developer: each part that can't be mapped, and what to do."""
    needs_title_element: bool = False
    """Whether the block of the title holds the whole element, and not only its text."""

    @property
    def source(self) -> str:
        """The source of the template."""
        parts = [f'{{% extends "{self.base_name}" %}}']
        for ours, theirs in self.mapped.items():
            if ours == theirs:
                continue
            inner = _block(ours)
            if ours == "title" and self.needs_title_element:
                inner = f"<title>{inner}</title>"
            elif ours == "extra_head" and theirs not in self.emptied:
                inner = f"\n  {{{{ block.super }}}}\n  {inner}\n"
            parts.append(_block(theirs, inner))
        filled = {theirs for ours, theirs in self.mapped.items() if ours != theirs}
        parts += [_block(name) for name in self.emptied if name not in filled]
        if self.container:
            parts.append(_block("tweets_class", self.container))
        return "\n\n".join(parts) + "\n"


def compose(outline: Outline) -> Override:
    """Return the override for the base template with that outline."""
    override = Override(outline.template_name)
    _map_title(override, outline)
    _map_head(override, outline)
    _map_content(override, outline)
    _empty_headings(override, outline)
    return override


def missing_blocks(engine: Engine) -> list[str]:
    """Return those of our blocks that the layout of the site lacks: pages fill them in vain.

    Empty if nobody can tell, because the layout extends a template that is known only when a page
    is rendered.
    """
    try:
        outline = read_outline(engine, LAYOUT)
    except (OutlineError, TemplateDoesNotExist, TemplateSyntaxError):
        return []
    return [name for name in BLOCKS if outline.block(name) is None]


def _block(name: str, content: str = "") -> str:
    return f"{{% block {name} %}}{content}{{% endblock {name} %}}"


def _first(blocks: list[Block], names: list[str]) -> Block | None:
    """Return the block whose name comes first in names; the first block if none is in names."""
    by_name = {block.name: block for block in blocks}
    return next((by_name[name] for name in names if name in by_name), next(iter(blocks), None))


def _map_title(override: Override, outline: Outline) -> None:
    """Find the block of the base template for our title."""
    base = override.base_name
    free = [block for block in outline.blocks if not (block.is_in_tag or block.is_included)]
    block = _first([block for block in free if block.is_in_title], TITLE_NAMES)
    if block is None:
        # {% block head_title %}<title>…</title>{% endblock %}
        whole = [
            block
            for block in free
            if block.has_title and len(block.tags) == 1 + len(block.metadata)
        ]
        block = _first(whole, TITLE_NAMES)
        override.needs_title_element = block is not None
    if block is None:
        override.problems.append(
            f"title: no block stands in the <title> of {base}{_included(outline, 'title')}. "
            "Write there: <title>{% block title %}…{% endblock %}</title>"
        )
        return
    override.mapped["title"] = block.name
    if override.needs_title_element and block.name == "title":
        override.problems.append(
            f"title: in {base} the block holds the whole <title> element, in pages of "
            "django_tweets only its text. Write there: "
            "<title>{% block title %}…{% endblock %}</title>"
        )
    elif any(other.name == "title" and not other.is_in_head for other in free):
        override.problems.append(
            f"title: the body of {base} has a block of this name too, so titles are shown twice. "
            "Give that block another name."
        )


def _map_head(override: Override, outline: Outline) -> None:
    """Find the block of the base template for our extra_head."""
    base = override.base_name
    usable = [
        block
        for block in outline.blocks
        if block.is_usable and block.is_in_head and block.name in HEAD_NAMES
    ]
    block = _first(usable, HEAD_NAMES)
    if block is None:
        override.problems.append(
            f"extra_head: the <head> of {base} has no block for it"
            f"{_included(outline, *HEAD_NAMES)}. Canonical links, feeds and link previews are "
            "missing until there is one. Write before </head>: "
            "{% block extra_head %}{% endblock %}"
        )
        return
    override.mapped["extra_head"] = block.name
    _empty_metadata(override, outline)


def _empty_metadata(override: Override, outline: Outline) -> None:
    """Empty the blocks with metadata that our pages have too, such as og:title."""
    left = [*outline.metadata]
    for block in outline.blocks:
        if {*block.outer_blocks} & {*override.emptied}:
            continue
        is_alone = len(block.tags) == len(block.metadata) and block.is_usable
        if block.metadata and is_alone:
            override.emptied.append(block.name)
        else:
            left += block.own_metadata
    if left:
        override.problems.append(
            f"extra_head: {override.base_name} has metadata that pages of django_tweets have "
            f"too ({', '.join(Counter(left))}). Put them into a block of their own, such as "
            "{% block metadata %}, and run this command again."
        )


def _map_content(override: Override, outline: Outline) -> None:
    """Find the block of the base template for our content."""
    base = override.base_name
    block = find_content(outline)
    if block is None:
        names = ", ".join(block.name for block in outline.blocks) or "none"
        override.problems.append(
            f"content: {base} has no block that is known to hold the content of a page"
            f"{_included(outline, 'content')} (its blocks: {names}). Write there: "
            "{% block content %}{% endblock %}"
        )
        return
    override.mapped["content"] = block.name
    if {"header", "nav", "footer"} & {*block.tags}:
        override.problems.append(
            f"content: pages of django_tweets replace the block {block.name} of {base}, and with "
            "it a header, navigation or footer. Write between them: "
            "{% block content %}{% endblock %}"
        )
    classes = [name for element in block.elements for name in element.css_class.split()]
    if any(CONTAINER.fullmatch(name) or OWN_CONTAINER.fullmatch(name) for name in classes):
        return
    override.container = _find_container(outline)
    if not override.container:
        override.problems.append(
            f"content: the block {block.name} of {base} stands in no container that is known. If "
            "pages of django_tweets are too wide, name the CSS classes of a container: "
            "{% block tweets_class %}…{% endblock %}"
        )


def _empty_headings(override: Override, outline: Outline) -> None:
    """Empty blocks of a heading that each page fills: ours have a heading of their own."""
    content = outline.block(override.mapped.get("content", ""))
    used = {content.name, *content.outer_blocks} if content else set()
    filled = {*BLOCKS, *override.mapped.values()}
    for text in outline.blocks:
        tags = {element.tag for element in text.elements}
        is_heading = text.is_usable and not text.is_in_head and bool(tags & HEADINGS)
        if not is_heading or text.name in filled:
            continue
        whole = [
            block
            for block in outline.blocks
            if block.name in text.outer_blocks
            and block.name not in used
            and {*block.tags} & HEADINGS
            and {*block.tags} <= AROUND_HEADING
        ]
        if whole:
            if whole[0].name not in override.emptied:
                override.emptied.append(whole[0].name)
        else:
            override.problems.append(
                f"heading: the block {text.name} of {override.base_name} stands in a heading. On "
                "pages of django_tweets it is empty, because they have their own. Put the whole "
                "heading into a block, such as {% block page_header %}, and run this command again."
            )


def _find_container(outline: Outline) -> str:
    """Return the CSS classes of a container; an empty string if none is known."""
    found = [css_class for element in outline.elements if (css_class := _container_of(element[1]))]
    for css_class in found:
        if css_class != "container-fluid":  # of a bar over the whole width
            return css_class
    addresses = " ".join(ADDRESS.findall(" ".join(outline.sources))).lower()
    return next((FRAMEWORKS[name] for name in FRAMEWORKS if name in addresses), "")


def _container_of(css_class: str) -> str:
    """Return the CSS classes among css_class that make a container."""
    names = css_class.split()
    container = next(filter(CONTAINER.fullmatch, names), "")
    if container.startswith("max-w-"):
        return " ".join(filter(TAILWIND.fullmatch, names))
    return f"ui {container}" if container and "ui" in names else container


def _included(outline: Outline, *names: str) -> str:
    """Return the sentence for a message if an included template has a block of one of names."""
    for block in outline.blocks:
        if block.is_included and block.name in names:
            return (
                f" (the block {block.name} of {block.template_name} can't be overridden, because "
                "that template is included)"
            )
    return ""
