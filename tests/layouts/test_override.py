"""The override of layouts/base.html that is composed for a base template."""

from __future__ import annotations

from typing import Any

import pytest
from django.template import Engine

from django_tweets.layouts import LAYOUT, compose, missing_blocks, read_base
from django_tweets.layouts.outline import OutlineError, read_outline

HEAD = "<title>{% block title %}{% endblock %}</title>{% block extra_head %}{% endblock %}"
BODY = "<main class='container'>{% block content %}{% endblock %}</main>"


def make_engine(**templates: str) -> Engine:
    """Return an engine with these templates. The name base is that of base.html."""
    sources = {f"{name.replace('__', '/')}.html": source for name, source in templates.items()}
    return Engine(loaders=[("django.template.loaders.locmem.Loader", sources)])


def make_page(head: str = HEAD, body: str = BODY) -> str:
    return f"<html><head>{head}</head><body>{body}</body></html>"


def override_of(base: str, **others: str) -> Any:
    return compose(read_base(make_engine(base=base, **others), "base.html"))


def test_same_names_need_one_line() -> None:
    override = override_of(make_page())
    assert override.source == '{% extends "base.html" %}\n'
    assert override.problems == []


@pytest.mark.parametrize("name", ["head_title", "page_title", "caption"])
def test_title_block_is_the_one_in_the_title_element(name: str) -> None:
    head = f"<title>{{% block {name} %}}Site{{% endblock %}} | Site</title>"
    source = override_of(make_page(head)).source
    inner = "{% block title %}{% endblock title %}"
    assert f"{{% block {name} %}}{inner}{{% endblock {name} %}}" in source


def test_title_block_with_the_whole_element_keeps_the_element() -> None:
    override = override_of(make_page("{% block head_title %}<title>Site</title>{% endblock %}"))
    inner = "<title>{% block title %}{% endblock title %}</title>"
    assert f"{{% block head_title %}}{inner}{{% endblock head_title %}}" in override.source


@pytest.mark.parametrize(
    ("head", "problem"),
    [
        ("<title>Site</title>", "title: no block stands in the <title> of base.html. Write"),
        (
            "{% block title %}<title>Site</title>{% endblock %}",
            "title: in base.html the block holds",
        ),
        ("{% block all %}<title>Site</title><style></style>{% endblock %}", "title: no block"),
        ('{% include "title.html" %}', "(the block title of title.html can't be overridden"),
    ],
)
def test_title_without_a_block_is_a_problem(head: str, problem: str) -> None:
    title = "<title>{% block title %}{% endblock %}</title>"
    problems = override_of(make_page(head), title=title).problems
    assert any(problem in text for text in problems), problems


def test_title_that_is_a_heading_too_is_a_problem() -> None:
    head = "<title>{% block head_title %}{% endblock %}</title>{% block extra_head %}{% endblock %}"
    (problem,) = override_of(
        make_page(head, "<h1>{% block title %}{% endblock %}</h1>" + BODY)
    ).problems
    assert problem.startswith("title: the body of base.html has a block of this name too")


@pytest.mark.parametrize("name", ["extrahead", "head", "extra_css", "styles"])
def test_head_block_keeps_its_content(name: str) -> None:
    head = f"<title>{{% block title %}}{{% endblock %}}</title>{{% block {name} %}}{{% endblock %}}"
    assert override_of(make_page(head)).source == (
        '{% extends "base.html" %}\n\n'
        f"{{% block {name} %}}\n  {{{{ block.super }}}}\n"
        f"  {{% block extra_head %}}{{% endblock extra_head %}}\n{{% endblock {name} %}}\n"
    )


@pytest.mark.parametrize(
    "head",
    [
        "",
        '<meta name="theme-color" content="{% block head %}{% endblock %}">',
        "<style>{% block css %}{% endblock %}</style>",
        "<title>{% block head %}{% endblock %}</title>",
        '{% include "head.html" %}',
        "{% block favicon %}{% endblock %}",
    ],
)
def test_head_without_a_usable_block_is_a_problem(head: str) -> None:
    problems = override_of(make_page(head), head="{% block extra_head %}{% endblock %}").problems
    (problem,) = [text for text in problems if text.startswith("extra_head: ")]
    assert "Write before </head>: {% block extra_head %}{% endblock %}" in problem
    assert ("head.html can't be overridden" in problem) is ("include" in head)


OG = '<meta property="og:title" content="{% block og_title %}Site{% endblock %}">'
CANONICAL = '<link rel="canonical" href="/">'


def test_metadata_in_a_block_of_its_own_is_replaced() -> None:
    override = override_of(make_page(f"{HEAD}{{% block meta %}}{OG}{CANONICAL}{{% endblock %}}"))
    assert override.source == ('{% extends "base.html" %}\n\n{% block meta %}{% endblock meta %}\n')
    assert override.problems == []


def test_metadata_in_the_only_head_block_is_replaced() -> None:
    title = "<title>{% block title %}{% endblock %}</title>"
    override = override_of(make_page(f"{title}{{% block meta %}}{OG}{{% endblock %}}"))
    inner = "{% block extra_head %}{% endblock extra_head %}"
    assert f"{{% block meta %}}{inner}{{% endblock meta %}}" in override.source


def test_metadata_in_an_outer_block_of_its_own_is_replaced_once() -> None:
    inner = f"{{% block inner %}}{OG}{{% endblock %}}"
    override = override_of(make_page(f"{HEAD}{{% block meta %}}{inner}{CANONICAL}{{% endblock %}}"))
    assert override.emptied == ["meta"]


@pytest.mark.parametrize(
    "head", [OG + CANONICAL, f"{{% block meta %}}{OG}{CANONICAL}<base>{{% endblock %}}"]
)
def test_metadata_that_stays_is_a_problem(head: str) -> None:
    (problem,) = override_of(make_page(HEAD + head)).problems
    assert (
        "base.html has metadata that pages of django_tweets have too (og:title, canonical)"
        in problem
    )


def test_conditional_metadata_is_left_alone() -> None:
    head = f"{HEAD}{{% if page %}}{OG}{{% endif %}}"
    assert override_of(make_page(head)).problems == []


def test_heading_in_a_block_of_its_own_is_left_out() -> None:
    heading = (
        "{% block header %}<div><h1>{% block page_title %}{% endblock %} "
        "<small>{% block subtitle %}{% endblock %}</small></h1></div>{% endblock %}"
    )
    override = override_of(make_page(HEAD, heading + BODY))
    assert override.problems == []
    assert override.emptied == ["header"]
    assert "{% block header %}{% endblock header %}" in override.source


@pytest.mark.parametrize(
    "body",
    [
        "<h1>{% block page_title %}{% endblock %}</h1>" + BODY,
        "{% block main %}<h1>{% block page_title %}{% endblock %}</h1>" + BODY + "{% endblock %}",
        "{% block top %}<nav></nav><h2>{% block page_title %}{% endblock %}</h2>{% endblock %}"
        + BODY,
    ],
)
def test_heading_that_stays_is_a_problem(body: str) -> None:
    override = override_of(make_page(HEAD, body))
    (problem,) = override.problems
    assert problem.startswith("heading: the block page_title of base.html stands in a heading.")
    assert override.emptied == []


@pytest.mark.parametrize("name", ["main", "page_content", "body", "substance"])
def test_content_goes_into_the_content_block(name: str) -> None:
    body = f"""
        {{% block navigation %}}<nav></nav>{{% endblock %}}
        <div class="container">{{% block {name} %}}{{% endblock %}}</div>
        {{% block extra_js %}}{{% endblock %}}
    """
    source = override_of(make_page(body=body)).source
    inner = "{% block content %}{% endblock content %}"
    assert f"{{% block {name} %}}{inner}{{% endblock {name} %}}" in source


@pytest.mark.parametrize(
    "body",
    [
        "<main></main>",
        "{% block one %}{% endblock %}{% block two %}{% endblock %}",
        '<main class="{% block content %}{% endblock %}"></main>',
        '{% include "part.html" %}',
    ],
)
def test_body_without_a_block_for_content_is_a_problem(body: str) -> None:
    override = override_of(make_page(body=body), part="{% block content %}{% endblock %}")
    assert "content" not in override.mapped
    (problem,) = override.problems
    assert problem.startswith("content: base.html has no block that is known")


def test_content_block_with_navigation_is_a_problem() -> None:
    body = "<div class='wrap'>{% block body %}<nav></nav>{% endblock %}</div>"
    (problem,) = override_of(make_page(body=body)).problems
    assert "replace the block body of base.html, and with it a header, navigation" in problem


CONTENT = "<main>{% block content %}{% endblock %}</main>"
BULMA = '<link rel="stylesheet" href="/bulma.min.css">'


@pytest.mark.parametrize(
    ("head", "body", "container"),
    [
        ("", "<div class='container-lg'><div class='row'>" + CONTENT + "</div></div>", ""),
        ("", f"<div class='page-wrapper'>{CONTENT}</div><p class='container'></p>", ""),
        ("", f"<header><p class='wide container x'></p></header>{CONTENT}", "container"),
        (BULMA, f"<p class='container-fluid'></p>{CONTENT}", "container"),
        ("", f"<p class='ui container'></p>{CONTENT}", "ui container"),
        (
            "",
            f"<nav class='flex mx-auto max-w-5xl h-16 px-4 sm:px-6'></nav>{CONTENT}",
            "mx-auto max-w-5xl px-4 sm:px-6",
        ),
        ('<link href="/css/uikit.css">', CONTENT, "uk-container"),
    ],
)
def test_content_without_a_container_gets_one(head: str, body: str, container: str) -> None:
    override = override_of(make_page(head + HEAD, body))
    assert override.container == container
    block = f"{{% block tweets_class %}}{container}{{% endblock tweets_class %}}"
    assert (block in override.source) is bool(container)


def test_unknown_container_is_a_problem() -> None:
    (problem,) = override_of(make_page(body=CONTENT)).problems
    assert problem.startswith("content: the block content of base.html stands in no container")


# Reading.


def test_parents_and_overridden_blocks_are_read() -> None:
    outline = read_outline(
        make_engine(
            base="{% extends 'layouts/site.html' %}{% block body %}{{ block.super }}{{ x }}<p>"
            "{% block content %}{% endblock %}{% endblock %}",
            layouts__site="{% extends '../root.html' %}{% block body %}<div class='container'>"
            "{{ block.super }}{{ block.super }}{% endblock %}",
            root="{{ block.super }}" + make_page(body="{% block body %}<br/><i>{% endblock %}"),
        ),
        "base.html",
    )
    content = outline.block("content")
    assert content
    assert [element.tag for element in content.elements] == ["html", "body", "div", "i", "i", "p"]
    assert content.template_name == "base.html"
    assert content.outer_blocks == ("body",)


def test_template_may_extend_another_of_its_own_name() -> None:
    loader = "django.template.loaders.locmem.Loader"
    sources = ["{% extends 'base.html' %}", make_page()]
    engine = Engine(loaders=[(loader, {"base.html": source}) for source in sources])
    assert read_outline(engine, "base.html").block("content")


@pytest.mark.parametrize(
    ("body", "tags"),
    [
        ("{% if a %}<b>{% else %}<i>{% endif %}{% block x %}{% endblock %}", "b"),
        ("{% for a in b %}<b>{% block x %}{% endblock %}</b>{% empty %}<i>{% endfor %}", "b"),
        ("{% spaceless %}<p></p></i><u>{% endspaceless %}{% block x %}{% endblock %}", "u"),
        ("<br><img>{% include 'part.html' %}{% block x %}{% endblock %}", "s"),
        ("{% include name %}{% include 'none.html' %}{% block x %}{% endblock %}", ""),
    ],
)
def test_elements_around_a_block(body: str, tags: str) -> None:
    part = "<s>{{ block.super }}{% include 'part.html' %}"
    outline = read_outline(make_engine(base=make_page(body=body), part=part), "base.html")
    block = outline.block("x")
    assert block
    assert [element.tag for element in block.elements] == ["html", "body", *tags]


def test_parent_that_is_a_variable_is_an_error() -> None:
    with pytest.raises(OutlineError, match=r"base\.html extends parent"):
        read_outline(make_engine(base="{% extends parent %}"), "base.html")


# The layout of a site.


@pytest.mark.parametrize(
    ("layout", "missing"),
    [
        (make_page(), []),
        (make_page(head=""), ["title", "extra_head"]),
        ("{% extends 'base.html' %}", ["extra_head"]),
        ("{% extends 'base.html' %}{% block extra_head %}{% endblock %}", ["extra_head"]),
        (make_page(body=""), ["content"]),
        ("{% extends parent %}", []),
        ("{% extends 'none.html' %}", []),
        ("{% if %}", []),
    ],
)
def test_missing_blocks(layout: str, missing: list[str]) -> None:
    base = make_page("<title>{% block title %}{% endblock %}</title>")
    engine = make_engine(base=base, **{LAYOUT.removesuffix(".html"): layout})
    assert missing_blocks(engine) == missing
