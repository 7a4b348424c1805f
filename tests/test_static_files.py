"""The static files, found on every storage by the addresses in _assets.html."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client, override_settings
from django.urls import reverse

import django_tweets

FOLDER = Path(django_tweets.__file__).parent / "static" / "django_tweets"
MODULES = sorted(FOLDER.glob("*.js"))

LITERAL_IMPORT = re.compile(r"""\b(?:import|from)\s*\(?\s*["'`]""")
"""import "./a.js", import { a } from "./a.js", export * from "./a.js" and import("./a.js")."""

COMMENT = re.compile(r"/\*.*?\*/|^\s*//[^\n]*", re.DOTALL | re.MULTILINE)

STYLESHEET = re.compile(r'<link rel="stylesheet" href="[^"]*tweets\.css">')


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_module_contains_no_address_of_another_file(module: Path) -> None:
    """A storage may give each file an address with a hash, and leave none at the plain one."""
    code = COMMENT.sub("", module.read_text(encoding="utf-8"))
    assert not LITERAL_IMPORT.search(code)
    assert "import.meta" not in code
    for file in FOLDER.iterdir():
        assert file.name not in code


@pytest.mark.parametrize(
    "code",
    [
        'import "./a.js";',
        'import{a}from"./a.js"',
        "export * from './a.js'",
        "await import(`./a.js`)",
        'import (\n"./a.js")',
    ],
)
def test_literal_import_is_recognised(code: str) -> None:
    assert LITERAL_IMPORT.search(code)


def test_script_element_has_the_address_of_each_module() -> None:
    html = render_to_string("django_tweets/_assets.html")
    (script,) = re.findall(r"<script ([^>]*)></script>", html)
    addresses = dict(re.findall(r'(?:data-)?(\w+)="([^"]*)"', script))
    assert (addresses.pop("type"), addresses.pop("class")) == ("module", "tw-script")
    addresses["tweets"] = addresses.pop("src")
    assert addresses == {
        module.stem: f"/static/django_tweets/{module.name}"
        for module in MODULES
        if module.stem != "views"  # it has an element of its own, on a site that counts them
    }


@pytest.mark.django_db
class TestPages:
    url = "django_tweets:explore"

    def test_page_has_one_link_to_the_stylesheet_in_its_head(self, client: Client) -> None:
        html = client.get(reverse(self.url)).text
        assert len(STYLESHEET.findall(html)) == 1
        assert STYLESHEET.search(html.partition("</head>")[0])

    @pytest.mark.parametrize("has_head", [True, False])
    def test_page_in_a_layout_without_the_stylesheet_has_one_link(
        self, client: Client, has_head: bool
    ) -> None:
        head = "{% block extra_head %}{% endblock %}" if has_head else ""
        layout = f"<head>{head}</head>{{% block content %}}{{% endblock %}}"
        templates = {"django_tweets/layouts/base.html": layout}
        loaders = [
            ("django.template.loaders.locmem.Loader", templates),
            "django.template.loaders.app_directories.Loader",
        ]
        engine: dict[str, Any] = settings.TEMPLATES[0]
        options = {**engine["OPTIONS"], "loaders": loaders}
        engine = {**engine, "APP_DIRS": False, "OPTIONS": options}
        with override_settings(TEMPLATES=[engine]):
            html = client.get(reverse(self.url)).text
        assert len(STYLESHEET.findall(html)) == 1
        assert bool(STYLESHEET.search(html.partition("</head>")[0])) == has_head

    def test_site_without_staticfiles_has_the_same_addresses(self, client: Client) -> None:
        apps = [app for app in settings.INSTALLED_APPS if app != "django.contrib.staticfiles"]
        before = render_to_string("django_tweets/_assets.html")
        with override_settings(INSTALLED_APPS=apps):
            assert render_to_string("django_tweets/_assets.html") == before
            assert client.get(reverse(self.url)).status_code == 200
