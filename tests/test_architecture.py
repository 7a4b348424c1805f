"""Architecture rules: imports go down, files stay short, reads apply the visibility rule.

docs/architecture.md describes the layers.
"""

from __future__ import annotations

import ast
import graphlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db.models import QuerySet

import django_tweets
from tests.layers import LAYERS

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(django_tweets.__file__).parent
FILES = sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)

PARTS = {part: number for number, parts in enumerate(LAYERS.values()) for part in parts}


def part_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_names(path: Path) -> Iterator[str]:
    """Return the dotted names that path imports, also in functions, but not for type checking."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    types_only = {
        child
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")
        for statement in node.body
        for child in ast.walk(statement)
    }
    folder = ["django_tweets", *path.relative_to(PACKAGE).parts[:-1]]
    for node in ast.walk(tree):
        if node in types_only:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = folder[: len(folder) + 1 - node.level] if node.level else []
            module = [*base, node.module] if node.module else base
            yield from (".".join([*module, alias.name]) for alias in node.names)


def imported_parts(path: Path) -> set[str]:
    """Return the other parts of the package that path imports."""
    parts = set()
    for name in imported_names(path):
        package, _, rest = f"{name}.".partition(".")
        if package == "django_tweets":
            part = rest.partition(".")[0]
            is_module = (PACKAGE / part).is_dir() or (PACKAGE / f"{part}.py").exists()
            parts.add(part if part and is_module else "__init__")
    return parts - {part_of(path)}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_down(path: Path) -> None:
    part = part_of(path)
    for other in imported_parts(path):
        is_foundation = {part, other} <= LAYERS["foundation"]
        assert is_foundation or PARTS[other] < PARTS[part], f"{part} imports {other}"


def test_foundation_has_no_import_cycle() -> None:
    graph: dict[str, set[str]] = {part: set() for part in LAYERS["foundation"]}
    for path in FILES:
        if part_of(path) in graph:
            graph[part_of(path)] |= imported_parts(path)
    graphlib.TopologicalSorter(graph).prepare()  # raises CycleError


@pytest.mark.parametrize(
    ("source", "parts"),
    [
        ("from .. import services", {"services"}),
        ("from ..services import tweets", {"services"}),
        ("from ..services.tweets import publish", {"services"}),
        ("from . import base", set()),
        ("from .base import ActionView", set()),
        ("from django_tweets import services, get_tweet_model", {"services", "__init__"}),
        ("from django_tweets.services import publish", {"services"}),
        ("import django_tweets.services.tweets as tweets", {"services"}),
        ("import django_tweets", {"__init__"}),
        ("import django.db", set()),
        ("def act():\n    from ..services import publish", {"services"}),
        ("class View:\n    def get(self):\n        import django_tweets.services", {"services"}),
        ("if TYPE_CHECKING:\n    from ..services import publish", set()),
        ("if typing.TYPE_CHECKING:\n    from ..services import publish", set()),
        ("if DEBUG:\n    from ..services import publish", {"services"}),
    ],
)
def test_imported_parts(source: str, parts: set[str], fake_package: Path) -> None:
    path = fake_package / "views" / "tweets.py"
    path.write_text(source, encoding="utf-8")
    assert imported_parts(path) == parts


def test_imported_parts_of_a_management_command(fake_package: Path) -> None:
    path = fake_package / "management" / "commands" / "recount.py"
    path.parent.mkdir(parents=True)
    path.write_text("from ... import services\nfrom ...views.base import View", encoding="utf-8")
    assert imported_parts(path) == {"services", "views"}


@pytest.fixture
def fake_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty package with subpackages views and services, used instead of django_tweets."""
    monkeypatch.setattr("tests.test_architecture.PACKAGE", tmp_path)
    for name in ("views", "services"):
        (tmp_path / name).mkdir()
    return tmp_path


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_files_stay_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def test_text_imports_no_models() -> None:
    for path in (PACKAGE / "text").glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        modules = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        allowed = ("django.utils.html", "django.utils.safestring")
        assert [m for m in modules if m.startswith("django") and m not in allowed] == []


# Modules that import Django's cache: ours uses it; the others look at its class or list its entries
# for an operator.
CACHE_USERS = {"cache.py", "checks/installed.py", "management/stored_text.py"}
CACHE_USERS |= {"checks/deployment.py", "services/limit_stores.py", "services/view_stores.py"}


def test_pages_are_served_without_the_cache() -> None:
    found = {
        str(path.relative_to(PACKAGE))
        for path in FILES
        if any(name.startswith("django.core.cache") for name in imported_names(path))
    }
    assert found == CACHE_USERS
    for name in CACHE_USERS - {"cache.py", "management/stored_text.py"}:
        names = imported_names(PACKAGE / name)
        cache_names = {name for name in names if name.startswith("django.core.cache")}
        assert all(name.startswith("django.core.cache.backends.") for name in cache_names)


def test_templates_have_no_cached_fragment() -> None:
    templates = [*(PACKAGE / "templates").rglob("*.*")]
    assert templates
    for path in templates:
        text = path.read_text(encoding="utf-8")
        assert "{% load cache" not in text, path
        assert "{% cache" not in text, path


# Parts that read rows for a response to a reader.
READERS = [
    "contrib",
    "digests",
    "feeds",
    "forms",
    "media_forms",
    "page_metadata",
    "report_forms",
    "search",
    "sitemaps",
    "templatetags",
]
READERS += ["reading", "timelines", "views"]

# Ways to rows: a manager, a related manager of tweets, or SQL.
MANAGERS = {"objects", "_rows", "_base_manager", "_default_manager"}
RELATED = {"tweets", "replies", "retweets", "quotes", "attachments", "tweet_link_previews"}
QUERYSET = {name for name in dir(QuerySet) if not name.startswith("_")}
SQL = {"execute", "raw", "extra"}

# The queryset methods that apply the visibility rule, or find profiles to name and unblock.
VISIBILITY_METHODS = {"visible_to", "visible_or_blocked_by", "nameable_to", "blocked_by"}

# Functions that read without VISIBILITY_METHODS, each with the reason why it may.
REVIEWED = {
    # Profiles whose digest is due. timelines.notifications() finds its content.
    "digests.py: _due_in_batches",
    # The profile of a signed link that ends digests.
    "digests.py: get_profile_by_token",
    # The viewer's own notifications, filtered by visibility.visible_notifications().
    "timelines/notifications.py: notifications",
    "timelines/notifications.py: _read_until",
    "timelines/notifications.py: _unread",
    "timelines/notifications.py: read_batch",
    "timelines/notifications.py: _newest_actors",
    # What the viewer did with tweets that are filtered already.
    "reading/hydration.py: viewer_flags",
    "reading/hydration.py: _read_all",
    # Candidates, ids alone: the page pipeline filters them.
    # A member's own reports, and decisions about the member.
    "timelines/reports.py: own_reports",
    "timelines/reports.py: _notices",
    "timelines/reports.py: _is_undone",
    "timelines/sources.py: members",
    "timelines/backends/pull.py: _scan_last_active",
    "timelines/statements.py: fetch",
    # Ids alone: thread() filters them, and shows a gap in the place of each hidden tweet.
    "timelines/thread.py: _ancestor_chain",
    "timelines/thread.py: _reply_ids",
    # Revisions of a tweet that is filtered already.
    "timelines/tweets.py: revisions",
    # The keys of the viewer's own follows.
    "search/autocomplete.py: suggest_profiles",
    # Counts of tweets for everyone or all followers: callers ask unprotected_profiles().
    "timelines/activity.py: _count_by_quarter",
    # Ids of two tweets, from which a rounded pace is made.
    "reading/windows.py: _read_pace",
    # Times of the newest follows of the viewer.
    "timelines/analytics.py: _follow_times",
    # Hashtags and their numbers of people: compute_trends() has filtered the tweets.
    "timelines/trends.py: _shown_trends",
    # Candidates, ids alone: the page pipeline filters them. And their index.
    "search/backends/entry_scan.py: fetch",
    # The tweets that were given to it are filtered already, as those of a search for retweets.
    "search/tweets.py: find",
    "search/backends/mysql.py: prepare",
    "search/backends/postgresql.py: prepare",
    "search/backends/sqlite.py: _is_complete",
    "search/backends/sqlite.py: find",
    "search/backends/sqlite.py: forget_deleted",
    "search/backends/sqlite.py: has_fts5",
    "search/backends/sqlite.py: prepare",
    "search/backends/sqlite.py: rebuild",
    "search/backends/sqlite.py: remove",
    # Names of profiles that are filtered already, and whom of them the viewer follows.
    "search/profiles.py: _followed_by",
    "search/profiles.py: _prefix_scan",
    "search/profiles.py: read_batch",
    # Filtered by visibility.visible_profiles(), with the viewer itself. And the viewer's follows.
    "timelines/suggestions.py: read_people",
    # Authors of tweets for everyone, keys alone: read_people() filters them.
    "timelines/suggestions.py: __init__",
    "timelines/compute_suggestions.py: compute_popular_profiles",
    # The viewer itself.
    "timelines/compute_suggestions.py: compute_suggestions",
    # Relations of the viewer to profiles that are filtered already.
    "reading/relations.py: _find_relations",
    # The key of a hashtag: the tweets with it are filtered.
    "timelines/tweets.py: mentioning_tweets",
    "timelines/tweets.py: _tagged",
    # Hashtags in public tweets, and those that the viewer follows.
    "timelines/hashtags.py: find",
    "timelines/hashtags.py: followed",
    "timelines/hashtags.py: followed_among",
    "timelines/hashtags.py: is_followed",
    "timelines/news.py: _home_topics",
    "timelines/sources.py: _hashtag_follows",
    "timelines/sources.py: members_by_visibility",
    # A member's own browsers and settings. Its notifications, which NotificationListing filters.
    "contrib/push/messages.py: read_news",
    "contrib/push/models.py: for_profile",
    "contrib/push/receivers.py: export_settings",
    "contrib/push/receivers.py: forget_browser",
    "contrib/push/receivers.py: send_later",
    "contrib/push/sending.py: _find_quiet",
    "contrib/push/sending.py: _rows",
    "contrib/push/sending.py: find_waiting",
    "contrib/push/sending.py: _read",
    "contrib/push/services.py: _store",
    "contrib/push/services.py: unsubscribe",
    "contrib/push/services.py: update_push_settings",
    "contrib/push/views.py: devices",
    # Whom a member follows, keys alone, and the state of homes in Redis. No page shows a row of it.
    "contrib/redis/fan_out.py: _is_pulled",
    "contrib/redis/fan_out.py: add_to_homes",
    "contrib/redis/fan_out.py: remove_homes",
    "contrib/redis/models.py: count_failure",
    "contrib/redis/models.py: mark_done",
    "contrib/redis/statements.py: read_membership",
    # Keys of tweets that homes may lack, for tasks.
    "contrib/redis/sweep.py: delete_old_fan_outs",
    "contrib/redis/sweep.py: find_lost_tasks",
    # For moderators, who read reports. What they may not read is covered: see ShownTweet.
    "timelines/moderation_cases.py: _count_categories",
    "timelines/moderation_cases.py: blocked_terms",
    "timelines/moderation_cases.py: case_reports",
    "timelines/moderation_cases.py: cases",
    "timelines/moderation_cases.py: find_reported_file",
    "timelines/moderation_cases.py: _read_reported",
    "timelines/moderation_cases.py: withheld_tweets",
    "timelines/moderation_log.py: _filter",
    "timelines/moderation_log.py: _key_of",
    "timelines/moderation_log.py: actions_about",
    "timelines/moderation_log.py: appeals",
    "views/blocked_terms.py: perform",
    "views/moderation.py: subject",
    "views/moderation_appeals.py: appeal",
    "views/moderation_case.py: find_reports",
    "views/moderation_case.py: find_tweets",
    "views/moderation_case.py: get_report",
    "views/moderation_case.py: save",
    "views/moderation_log.py: perform",
    # Hashtags of public tweets.
    "search/autocomplete.py: suggest_hashtags",
    # Keys at which a file of the sitemap starts: its rows are filtered.
    "sitemaps.py: __init__",
    # The viewer's own profile, to be edited.
    "views/profiles.py: get_form_kwargs",
    "views/profile_name.py: get_form_kwargs",
    "views/welcome.py: get_form_kwargs",
    # The user of a session, sessions, and profiles of members who read: all read again.
    "views/stream_members.py: _read_sessions",
    "views/stream_members.py: read_members",
    "views/stream_members.py: read_user",
    # Pairs of a viewer and a tweet: its queryset is made with visible_to().
    "timelines/pairs.py: _read",
    # The hashtags that a viewer follows, as a condition on tweets that are filtered already.
    "timelines/shared_news.py: _home_tweets",
    # A user without a profile.
    "views/profiles.py: get_redirect_url",
}


def unfiltered_reads(path: Path) -> set[str]:
    """Return the functions of path that read rows without VISIBILITY_METHODS."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}

    def function_of(node: ast.AST) -> str:
        while not isinstance(node, ast.FunctionDef | ast.Module):
            node = parents[node]
        return getattr(node, "name", "the module")

    found = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute):
            continue
        used = parents[node]
        then = used.attr if isinstance(used, ast.Attribute) else ""
        if (
            (node.attr in MANAGERS and then not in VISIBILITY_METHODS)
            or (node.attr in RELATED and then in QUERYSET)
            or node.attr in SQL
        ):
            found.add(f"{path.relative_to(PACKAGE).as_posix()}: {function_of(node)}")
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_objects_is_left_to_the_host(path: Path) -> None:
    """A host may replace objects with a manager that filters, or that has none of our methods."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    used = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert "objects" not in used
    assert "_default_manager" not in used or path.name == "factories.py"


def test_unfiltered_reads_are_reviewed() -> None:
    """A queryset that is not filtered for the viewer shows private tweets."""
    readers = [path for path in FILES if part_of(path) in READERS]
    assert set().union(*map(unfiltered_reads, readers)) == REVIEWED


@pytest.mark.parametrize(
    ("line", "is_unfiltered"),
    [
        ("Tweet.objects.filter(pk=1)", True),
        ("get_tweet_model().objects.all().visible_to(viewer)", True),
        ("Tweet.objects", True),
        ("get_tweet_model()._rows.all()", True),
        ("Tweet._base_manager.get(pk=1)", True),
        ("profile.tweets.all()", True),
        ("tweet.replies.order_by('pk')", True),
        ("Tweet.objects.raw('SELECT 1')", True),
        ("Tweet.objects.visible_to(viewer).filter(pk=1)", False),
        ("get_profile_model().objects.visible_to(None)", False),
        ("get_profile_model()._rows.visible_to(None)", False),
        ("timelines.quotes(tweet)", False),
        ("page.tweets", False),
    ],
)
def test_unfiltered_reads_are_found(line: str, is_unfiltered: bool, fake_package: Path) -> None:
    path = fake_package / "views.py"
    path.write_text(f"def show(viewer):\n    return {line}\n", encoding="utf-8")
    assert unfiltered_reads(path) == ({"views.py: show"} if is_unfiltered else set())
