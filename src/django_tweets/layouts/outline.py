"""Outline of a Django template: its blocks, and the HTML elements around each of them.

Templates that it extends and includes are read too. Nothing is rendered: a base template may need
a request, a database or a page of the site.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, NamedTuple

from django.template import TemplateDoesNotExist
from django.template.base import TextNode, VariableNode
from django.template.defaulttags import IfNode
from django.template.loader_tags import BlockNode, ExtendsNode, IncludeNode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.template import Engine, Origin
    from django.template.base import FilterExpression, Node, NodeList, Template

VOID_ELEMENTS = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    ]  # no end tag
)
HEAD_ELEMENTS = frozenset(
    ["base", "head", "html", "link", "meta", "noscript", "script", "style", "template", "title"]
)


class OutlineError(Exception):
    """A template has no outline: its parent is known only when it is rendered."""


class Element(NamedTuple):
    """An HTML element, and its CSS classes as they are written."""

    tag: str
    css_class: str


@dataclass
class Block:
    """A block of a template, where it stands in the page."""

    name: str
    template_name: str
    """The template that defines its content."""
    outer_blocks: tuple[str, ...]
    """The names of the blocks around it, outermost first."""
    elements: tuple[Element, ...]
    """The elements around it, outermost first."""
    is_in_tag: bool
    """Whether it is a part of a tag, such as a value of an attribute."""
    is_in_head: bool
    """Whether it stands before the body."""
    is_included: bool
    """Whether it stands in an included template: a template that extends can't override it."""
    has_title: bool = False
    """Whether the <title> element stands inside of it."""
    tags: list[str] = field(default_factory=list)
    """The start tags inside of it."""
    metadata: list[str] = field(default_factory=list)
    """Names of the metadata among them that our pages have too, such as og:title."""
    own_metadata: list[str] = field(default_factory=list)
    """Names of the metadata that stands directly in this block, for every page."""

    @property
    def is_in_title(self) -> bool:
        """Whether it is the text of the <title> element, or a part of it."""
        return any(element.tag == "title" for element in self.elements) and self.is_in_head

    @property
    def is_usable(self) -> bool:
        """Whether another template may fill it with elements."""
        tags = {element.tag for element in self.elements}
        return not (self.is_in_tag or self.is_included or tags & {"title", "script", "style"})


@dataclass
class Outline:
    """All blocks of a template in page order, and other facts that a layout needs."""

    template_name: str
    blocks: list[Block] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)
    """The elements of the body that have classes."""
    metadata: list[str] = field(default_factory=list)
    """Names of the metadata that every page has, and that stand in no block."""
    sources: list[str] = field(default_factory=list)
    """The source of each template that was read."""

    def block(self, name: str) -> Block | None:
        """Return the block of that name that a template can override; None if there is none."""
        found = (block for block in self.blocks if block.name == name and not block.is_included)
        return next(found, None)


def read_outline(engine: Engine, name: str) -> Outline:
    """Return the outline of the template of that name.

    Raise TemplateDoesNotExist, TemplateSyntaxError or OutlineError.
    """
    chain = _read_chain(engine, name)
    outline = Outline(name, sources=[template.source for template in chain])
    reader = _Reader(engine, outline)
    for template in chain:
        reader.add_definitions(template)
    reader.read(chain[-1].nodelist)
    reader.close()
    return outline


def _read_chain(engine: Engine, name: str) -> list[Template]:
    """Return the template and those that it extends, itself first."""
    seen: list[Origin] = []
    chain: list[Template] = []
    parent: str | None = name
    while parent is not None:
        # As {% extends %} does, so that a template may extend another one of its own name.
        template, origin = engine.find_template(parent, skip=seen)
        seen.append(origin)
        chain.append(template)
        parent = _find_parent(template)
    return chain


def _find_parent(template: Template) -> str | None:
    nodes: list[Any] = template.nodelist.get_nodes_by_type(ExtendsNode)
    if not nodes:
        return None
    parent = _constant(nodes[0].parent_name)
    if parent is None:
        raise OutlineError(
            f"{template.name} extends {nodes[0].parent_name.token}, which is known only when a "
            "page is rendered. Name the template that your pages should extend."
        )
    return parent


def _constant(expression: FilterExpression) -> str | None:
    """Return the text of an expression that is a plain string."""
    is_plain = isinstance(expression.var, str) and not expression.filters
    return str(expression.var) if is_plain else None


class _Reader(HTMLParser):
    """Follow the text of a template in page order, with the stack of open elements."""

    def __init__(self, engine: Engine, outline: Outline) -> None:
        super().__init__()
        self.engine, self.outline = engine, outline
        self.definitions: dict[str, list[tuple[BlockNode, str]]] = {}
        self.elements: list[Element] = []
        self.blocks: list[Block] = []
        self.levels: dict[str, int] = {}  # of the definition of a block that is being read
        self.included: list[str] = []
        self.conditions = 0
        self.is_after_head = False

    def add_definitions(self, template: Template) -> None:
        """Add the blocks of template, after those of the templates that extend it."""
        for node in template.nodelist.get_nodes_by_type(BlockNode):
            block: Any = node
            self.definitions.setdefault(block.name, []).append((block, str(template.name)))

    def read(self, nodes: Iterable[Node]) -> None:
        for node in nodes:
            if isinstance(node, TextNode):
                self.feed(node.s)
            elif isinstance(node, BlockNode):
                self._read_block(node)
            elif isinstance(node, VariableNode):
                self._read_super(node)
            elif isinstance(node, IncludeNode):
                self._read_include(node)
            elif isinstance(node, IfNode):
                self.conditions += 1
                self._read_branches([nodes for _, nodes in node.conditions_nodelists])
                self.conditions -= 1
            else:
                lists = [getattr(node, name, None) for name in node.child_nodelists]
                self._read_branches([nodes for nodes in lists if nodes])

    def _read_block(self, node: BlockNode) -> None:
        name = str(node.name)
        # An included template has its own blocks.
        here = [(node, self.included[-1])] if self.included else self.definitions[name]
        block = Block(
            name,
            here[0][1],
            tuple(block.name for block in self.blocks),
            tuple(self.elements),
            is_in_tag="<" in self.rawdata,
            is_in_head=not self.is_after_head,
            is_included=bool(self.included),
        )
        self.outline.blocks.append(block)
        self.blocks.append(block)
        self.levels[name] = 0
        self.read(here[0][0].nodelist)
        self.blocks.pop()

    def _read_super(self, variable: VariableNode) -> None:
        """Read the content that {{ block.super }} of the innermost block is replaced by."""
        if str(variable.filter_expression.var) != "block.super" or not self.blocks or self.included:
            return
        name = self.blocks[-1].name
        self.levels[name] += 1
        for node, _ in self.definitions[name][self.levels[name] :][:1]:
            self.read(node.nodelist)
        self.levels[name] -= 1

    def _read_include(self, node: IncludeNode) -> None:
        name = _constant(node.template)
        if name is None or name in self.included:  # known only when it is rendered, or recursive
            return
        try:
            template = self.engine.get_template(name)
        except TemplateDoesNotExist:  # rendering will say so
            return
        self.outline.sources.append(template.source)
        self.included.append(name)
        self.read(template.nodelist)
        self.included.pop()

    def _read_branches(self, branches: list[NodeList]) -> None:
        """Read each branch from the same place, and go on after the first one."""
        start = self._state
        end = None
        for branch in branches:
            self._state = start
            self.read(branch)
            end = end or self._state
        self._state = end or start

    @property
    def _state(self) -> tuple[list[Element], str]:
        return [*self.elements], self.rawdata

    @_state.setter
    def _state(self, value: tuple[list[Element], str]) -> None:
        self.elements, self.rawdata = [*value[0]], value[1]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag not in HEAD_ELEMENTS:
            self.is_after_head = True
        for block in self.blocks:
            block.tags.append(tag)
            block.has_title |= tag == "title" and not self.is_after_head
        if metadata := _metadata(tag, values):
            self._add_metadata(metadata)
        element = Element(tag, values.get("class") or "")
        if element.css_class and self.is_after_head:
            self.outline.elements.append(element)
        if tag not in VOID_ELEMENTS:
            self.elements.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        self.is_after_head |= tag == "head"
        tags = [element.tag for element in self.elements]
        if tag in tags and tag not in VOID_ELEMENTS:
            last = len(tags) - 1 - tags[::-1].index(tag)
            del self.elements[last:]

    def _add_metadata(self, label: str) -> None:
        for block in self.blocks:
            block.metadata.append(label)
        if not self.conditions:
            (self.blocks[-1].own_metadata if self.blocks else self.outline.metadata).append(label)


def _metadata(tag: str, attrs: dict[str, str | None]) -> str:
    """Return the name of metadata that pages of ours have too; an empty string for other tags."""
    name = (attrs.get("property") or attrs.get("name") or "").lower()
    if tag == "meta" and (name == "description" or name.startswith(("og:", "twitter:"))):
        return name
    return "canonical" if tag == "link" and attrs.get("rel") == "canonical" else ""
