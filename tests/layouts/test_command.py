"""tweets_layout, and the pages that its layout puts into base templates of several kinds."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from django_tweets import checks
from django_tweets.layouts import LAYOUT
from tests import hosts
from tests.factories import make_tweet

if TYPE_CHECKING:
    from tests.factories import Profile

BASES = Path(hosts.__file__).parent / "layouts"
DOCS = Path(__file__).parents[2] / "docs"
BASE = """<title>{% block title %}{% endblock %}</title>{% block head %}{% endblock %}
<main class="container">{% block content %}{% endblock %}</main>"""


@pytest.fixture
def site(settings: Any, tmp_path: Path) -> Path:
    """The first template directory of a site, empty at first."""
    use_directories(settings, tmp_path)
    return tmp_path


def use_directories(settings: Any, *directories: Path) -> None:
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": directories}]


def run(*args: str, **options: Any) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("tweets_layout", *args, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


class Places(HTMLParser):
    """Where the parts of our pages stand: the elements around each."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        values = dict(attrs)
        names = ("property", "name", "rel", "class")
        label = " ".join(filter(None, [tag, *(values.get(name) for name in names)]))
        self.found.append((label, " > ".join(self.open)))
        if tag not in {"meta", "link", "input", "base", "img", "br"}:
            css_class = values.get("class") or ""
            self.open.append(f"{tag}.{css_class}" if css_class else tag)

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop().partition(".")[0] != tag:
            pass

    def of(self, label: str) -> list[str]:
        return [place for found, place in self.found if found == label]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "place"),
    [
        ("wagtail", "html > body > div"),
        ("cms", "html > body > main.py-4 > div.container"),
        ("cookiecutter", "html > body > div.container > div"),
        ("oscar", "html.no-js > body > div.container-fluid page > div.page_inner > div > div"),
        ("bootstrap", "html > body > div.container"),
    ],
)
def test_pages_stand_in_the_base_template(
    settings: Any, site: Path, ada: Profile, kind: str, place: str
) -> None:
    use_directories(settings, site, BASES / kind)
    run()
    make_tweet(ada, "THE-TEXT")
    html = Client().get(ada.get_absolute_url()).content.decode()
    places = Places(html)
    assert places.of("div tweets") == [place]
    head = place.partition(" > ")[0] + " > head"
    for label in ["title", "link canonical", "meta og:title", "meta twitter:card"]:
        assert places.of(label) == [head], label
    assert {*places.of("link alternate")} == {head}
    title = re.search(r"<title>(.*?)</title>", html, re.DOTALL)
    assert title
    assert title[1].split() == ["ada", "(@ada)"]
    assert "THE-TEXT" in html
    assert checks.check_layout() == []


@pytest.mark.parametrize("kind", ["wagtail", "cms", "cookiecutter", "oscar", "bootstrap"])
def test_command_writes_the_documented_layout(settings: Any, tmp_path: Path, kind: str) -> None:
    use_directories(settings, tmp_path, BASES / kind)
    out, _ = run(dry_run=True)
    assert f"```html+django\n{out}```" in (DOCS / "layouts.md").read_text(encoding="utf-8")
    assert list(tmp_path.iterdir()) == []


def test_written_file_and_mapping_are_printed(site: Path) -> None:
    (site / "base.html").write_text(BASE)
    out, err = run()
    assert out.splitlines() == [
        f"Written: {site / LAYOUT}",
        "title: goes into the block title of base.html.",
        "extra_head: goes into the block head of base.html.",
        "content: goes into the block content of base.html.",
    ]
    assert err == ""
    assert (site / LAYOUT).read_text(encoding="utf-8") == run(dry_run=True)[0]


def test_problems_are_printed(site: Path) -> None:
    source = "<meta name='description'>" + BASE.replace("container", "")
    (site / "base.html").write_text(
        "<link href='/bootstrap.css'>{% block meta %}<link rel='canonical'>{% endblock %}" + source
    )
    out, err = run(dry_run=True)
    assert out.startswith('{% extends "base.html" %}')
    assert 'content: stands in an element of class="container".' in err
    assert "extra_head: replaces the metadata in the block meta." in err
    assert "(description). Put them into a block of their own" in err
    assert run(dry_run=True, verbosity=0) == (out, "")


def test_existing_file_is_kept_without_force(site: Path) -> None:
    (site / "base.html").write_text(BASE)
    run()
    (site / LAYOUT).write_text("mine")
    with pytest.raises(CommandError, match=r"exists\. Overwrite it with --force"):
        run()
    assert (site / LAYOUT).read_text() == "mine"
    run(force=True)
    assert (site / LAYOUT).read_text() != "mine"


def test_base_template_can_be_named(site: Path) -> None:
    (site / "base.html").write_text(BASE)
    (site / "other.html").write_text(BASE)
    assert run("other.html", dry_run=True)[0].startswith('{% extends "other.html" %}')


def test_base_template_without_a_block_for_content_is_passed_over(site: Path) -> None:
    (site / "base.html").write_text("{% block title %}{% endblock %}")
    (site / "layout.html").write_text(BASE)
    assert run(dry_run=True)[0].startswith('{% extends "layout.html" %}')


def test_base_template_in_the_folder_of_the_project_is_found(settings: Any, site: Path) -> None:
    settings.ROOT_URLCONF = "orchard.urls"
    (site / "orchard").mkdir()
    (site / "orchard/base.html").write_text(BASE)
    assert run(dry_run=True)[0].startswith('{% extends "orchard/base.html" %}')


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("<main></main>", "content: base.html has no block that is known"),
        ("{% extends parent %}", "base.html extends parent, which is known only when"),
        ("{% extends 'gone.html' %}", "base.html extends gone.html, which no template engine"),
        ("{% if %}", "base.html: "),
    ],
)
def test_unusable_base_template_is_an_error(site: Path, source: str, problem: str) -> None:
    (site / "base.html").write_text(source)
    with pytest.raises(CommandError, match=re.escape(problem)):
        run("base.html")
    assert not (site / LAYOUT).exists()


@pytest.mark.usefixtures("site")
def test_missing_base_template_is_an_error() -> None:
    with pytest.raises(CommandError, match=r"Name yours: manage\.py tweets_layout"):
        run()
    with pytest.raises(CommandError, match=r"No template engine finds mine\.html"):
        run("mine.html")


@pytest.mark.parametrize("source", ["{% block content %}{% endblock %}", "{% broken"])
@pytest.mark.parametrize("args", [[], ["base.html"]])
def test_jinja_template_is_an_error(
    settings: Any, tmp_path: Path, source: str, args: list[str]
) -> None:
    jinja = {"BACKEND": "django.template.backends.jinja2.Jinja2", "DIRS": [tmp_path]}
    settings.TEMPLATES = [jinja, settings.TEMPLATES[0]]
    (tmp_path / "base.html").write_text(source)
    with pytest.raises(CommandError, match=r"base\.html is a template of Jinja2, which a Django"):
        run(*args)


def test_template_that_no_engine_has_is_an_error(settings: Any, tmp_path: Path) -> None:
    jinja = {"BACKEND": "django.template.backends.jinja2.Jinja2", "DIRS": [tmp_path]}
    settings.TEMPLATES = [jinja, settings.TEMPLATES[0]]
    with pytest.raises(CommandError, match=r"No template engine finds mine\.html"):
        run("mine.html")


@pytest.mark.usefixtures("site")
def test_site_without_our_templates_is_an_error(settings: Any) -> None:
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "APP_DIRS": False}]
    with pytest.raises(
        CommandError, match="No template engine finds the templates of django_tweets"
    ):
        run()
    assert checks.check_layout() == []


def test_site_without_template_directories_is_told_to_add_one(
    settings: Any, tmp_path: Path
) -> None:
    loaders = [
        ("django.template.loaders.locmem.Loader", {"base.html": BASE}),
        "django.template.loaders.app_directories.Loader",
    ]
    options = {**settings.TEMPLATES[0]["OPTIONS"], "loaders": loaders}
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "APP_DIRS": False, "OPTIONS": options}]
    with pytest.raises(CommandError, match="TEMPLATES has no DIRS"):
        run()
    out, err = run(directory=tmp_path)
    assert out.startswith(f"Written: {tmp_path / LAYOUT}")
    assert "before this file" in err


def test_layout_without_our_blocks_is_a_warning(site: Path) -> None:
    (site / LAYOUT).parent.mkdir(parents=True)
    (site / LAYOUT).write_text("<title>{% block title %}{% endblock %}</title>")
    head, content = checks.check_layout()
    assert head.id == content.id == "django_tweets.W011"
    assert "has no block extra_head: canonical links, feeds and link previews" in head.msg
    assert "has no block content: pages are empty." in content.msg
