"""The sites that are made: packages, commands, and what a host developer has to know of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

TEMPLATES = Path(__file__).parent / "hosts"


@dataclass(frozen=True)
class Site:
    """A kind of Django site."""

    name: str
    packages: tuple[str, ...] = ("django",)
    """What uv installs before our wheel."""
    start: tuple[str, ...] = ()
    """The command that makes the site; {bin}, {templates} and {name} are replaced."""
    settings: str = "mysite/settings.py"
    urls: str = "mysite/urls.py"
    base: str = ""
    """The host's base template, for tweets_layout; empty if the site has none."""
    base_file: str = ""
    """Its path, if its head has no block."""
    home: str = "/"
    """A page of the host's own."""
    user: str = '{"username": "NAME", "email": "NAME@example.org"}'
    """Arguments of create_user() in JSON, with NAME for the name."""
    answers: dict[str, str] = field(default_factory=dict)
    """What a host developer writes when `check` asks for a setting: name of it → the line."""
    npm: dict[str, str] = field(default_factory=dict)
    """Static files from npm packages: path → "package@version/file"."""
    static: str = "static"
    """The folder for them."""


START = ("{bin}/django-admin", "startproject", "mysite", ".")
LOGIN = {"LOGIN_URL": 'LOGIN_URL = "admin:login"'}
MEDIA = {
    "MEDIA_ROOT": 'MEDIA_ROOT = BASE_DIR / "media"',
    "MEDIA_URL": 'MEDIA_URL = "media/"',
}
PLAIN = {**LOGIN, **MEDIA}


def from_template(name: str) -> tuple[str, ...]:
    """Return the command that makes a site from a folder of TEMPLATES."""
    return (*START, "--template", f"{{templates}}/{name}")


BOOTSTRAP_5 = {"bootstrap/bootstrap.min.css": "bootstrap@5.3.9/dist/css/bootstrap.min.css"}
BOOTSTRAP_4 = {"bootstrap/bootstrap.min.css": "bootstrap@4.6.2/dist/css/bootstrap.min.css"}

SITES = {
    site.name: site
    for site in [
        Site("startproject", start=START, home="/admin/login/", answers=PLAIN),
        Site(
            "cookiecutter",
            packages=("django", "django-allauth", "whitenoise", "django-environ", "argon2-cffi"),
            start=from_template("cookiecutter"),
            settings="config/settings.py",
            urls="config/urls.py",
            base="base.html",
            user='{"email": "NAME@example.org"}',
            npm=BOOTSTRAP_5,
            static="mysite/static",
        ),
        Site(
            "wagtail",
            packages=("wagtail",),
            start=("{bin}/wagtail", "start", "mysite", "."),
            settings="mysite/settings/base.py",
            base="base.html",
            answers={"LOGIN_URL": 'LOGIN_URL = "wagtailadmin_login"'},
        ),
        Site(
            "django-cms",
            packages=("django-cms", "djangocms-text"),
            start=from_template("djangocms"),
            base="base.html",
            base_file="templates/base.html",
            home="/en/",
            answers=PLAIN,
        ),
        Site(
            "oscar",
            packages=("django-oscar[sorl-thumbnail]",),
            start=from_template("oscar"),
            base="oscar/layout.html",
            answers={"LOGIN_URL": 'LOGIN_URL = "customer:login"', **MEDIA},
        ),
        Site(
            "own-profile",
            start=from_template("own_profile"),
            base="layout.html",
            answers={
                "DJANGO_TWEETS_PROFILE_ACCESSOR": (
                    'DJANGO_TWEETS_PROFILE_ACCESSOR = "tweets_profile"'
                ),
                **MEDIA,
            },
        ),
        Site(
            "bootstrap-4-shop",
            start=from_template("shop"),
            base="shop/base.html",
            answers=PLAIN,
            npm=BOOTSTRAP_4,
        ),
        Site(
            "allauth",
            packages=("django", "django-allauth"),
            start=from_template("allauth"),
            base="allauth/layouts/base.html",
            home="/accounts/login/",
            answers=MEDIA,
        ),
    ]
}
