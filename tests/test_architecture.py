"""The house: floors import downwards only, files stay short, and tweets have one door."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.db.models import QuerySet

import django_tweets

PACKAGE = Path(django_tweets.__file__).parent
FILES = sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)

# Each floor may import its own and those before it.
FLOORS = [
    {
        "conf",
        "swapping",
        "text",
        "snowflake",
        "formatting",
        "images",
        "activity_chart",
        "signals",
        "tasks",
    },
    {"models"},
    {"reading"},
    {"timelines", "search", "services"},
    {
        "page_urls",
        "admin",
        "checks",
        "converters",
        "digests",
        "feeds",
        "forms",
        "management",
        "notification_text",
        "page_metadata",
        "receivers",
        "sitemaps",
        "feed_formats",
        "templatetags",
        "urls",
        "views",
    },
    {"testing"},
    {"apps"},
]
SAME_FLOOR = {  # none needs another
    ("timelines", "services"),
    ("services", "timelines"),
    ("timelines", "search"),
    ("search", "timelines"),
    ("search", "services"),
    ("services", "search"),
}


def floor_of(part: str) -> int:
    return next(number for number, parts in enumerate(FLOORS) if part in parts)


def part_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_parts(path: Path) -> set[str]:
    """The parts of the package that path imports while it is loaded.

    What is imported for types alone, or inside a function, isn't there when it is loaded.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    depth = len(path.relative_to(PACKAGE).parts)
    parts = set()
    for node in tree.body:
        if not isinstance(node, ast.ImportFrom) or node.level < depth:
            continue
        names = [node.module] if node.module else [alias.name for alias in node.names]
        parts |= {name.split(".")[0] for name in names}
    return parts


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_down(path: Path) -> None:
    part = part_of(path)
    if part == "__init__":
        return
    for other in imported_parts(path) - {part}:
        assert floor_of(other) <= floor_of(part), f"{part} imports {other}"
        assert (part, other) not in SAME_FLOOR, f"{part} imports {other}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_files_stay_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def test_the_grammar_knows_no_model() -> None:
    for path in (PACKAGE / "text").glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        modules = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        allowed = ("django.utils.html", "django.utils.safestring")
        assert [m for m in modules if m.startswith("django") and m not in allowed] == []


# Where rows are read that reach people.
READERS = ["digests", "feeds", "forms", "page_metadata", "search", "sitemaps", "templatetags"]
READERS += ["reading", "timelines", "views"]

# How one gets at rows: a manager, a related manager of tweets, or SQL.
MANAGERS = {"objects", "_base_manager", "_default_manager"}
RELATED = {"tweets", "replies", "retweets", "quotes"}
QUERYSET = {name for name in dir(QuerySet) if not name.startswith("_")}
SQL = {"execute", "raw", "extra"}

# The rule of who may read what, and for people a narrower one, and the two that only name whom
# one has blocked.
DOORS = {"visible_to", "visible_or_blocked_by", "nameable_to", "blocked_by"}

REVIEWED = {
    # Whose digest is due, and whether they may have news: timelines.notifications() finds which.
    "digests.py: _due",
    # Whose digests end, by a link that was signed for them.
    "digests.py: recipient_of",
    # The viewer's own notifications, through the rule of models/visibility.py that has both doors.
    "timelines/notifications.py: notifications",
    "timelines/notifications.py: unread_count",
    "timelines/notifications.py: look",
    "timelines/notifications.py: _newest_actors",
    # What the viewer has done with tweets that they have been let through to already.
    "reading/hydration.py: viewer_flags",
    # Candidates, ids alone: home() asks the door for each.
    "timelines/sources.py: members",
    "timelines/backends/pull.py: _scan_last_active",
    "timelines/statements.py: fetch",
    # Ids alone: thread() asks the door for each, and shows a gap for the others.
    "timelines/thread.py: _ancestor_chain",
    "timelines/thread.py: _followed_reply_ids",
    # Which ids there are, to say of a quoted tweet that it was deleted.
    "reading/hydration.py: add_deleted_quotes",
    # What a tweet said before that has come through the door.
    "timelines/tweets.py: revisions",
    # Counts of what is for everyone, or all followers: the callers ask visibility.unprotected_profiles().
    "timelines/activity.py: _count_by_quarter",
    # When the latest began to follow the reader: moments alone.
    "timelines/analytics.py: _follow_times",
    # Hashtags, and how many people use them: what compute_trends() found through the door.
    "timelines/trends.py: trends",
    # Candidates, ids alone: search.tweets() asks the door for each. And their index.
    "search/backends/entry_scan.py: fetch",
    "search/backends/mysql.py: prepare",
    "search/backends/postgresql.py: prepare",
    "search/backends/sqlite.py: _is_whole",
    "search/backends/sqlite.py: find",
    "search/backends/sqlite.py: has_fts5",
    "search/backends/sqlite.py: prepare",
    "search/backends/sqlite.py: rebuild",
    "search/tweets.py: find",
    # Whose tweets are looked for, by their handles.
    "search/tweets.py: _keys",
    # Of people who have come through the door: their names, and whom the viewer follows.
    "search/profiles.py: _is_followed_by",
    "search/profiles.py: _names",
    "search/profiles.py: look",
    # Relations of the viewer to people who are shown already.
    "reading/relations.py: _find_relations",
    # Hashtags, which are nobody's; and those that the viewer follows.
    "timelines/hashtags.py: find",
    "timelines/hashtags.py: followed",
    "timelines/hashtags.py: is_followed",
    "timelines/hashtags.py: scan_followed_hashtags",
    # Hashtags that public tweets have.
    "search/autocomplete.py: suggest_hashtags",
    # Keys alone, where a file begins: its rows come through the door.
    "sitemaps.py: bounds",
    # The viewer's own profile, to be edited.
    "views/profiles.py: get_form_kwargs",
}


def past_the_door(path: Path) -> set[str]:
    """The functions of path that get at rows by another way than one of the DOORS."""
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
            (node.attr in MANAGERS and then not in DOORS)
            or (node.attr in RELATED and then in QUERYSET)
            or node.attr in SQL
        ):
            found.add(f"{path.relative_to(PACKAGE).as_posix()}: {function_of(node)}")
    return found


def test_readers_find_rows_through_the_door_alone() -> None:
    """A queryset that nothing narrows to its reader shows what is private."""
    readers = [path for path in FILES if part_of(path) in READERS]
    assert set().union(*map(past_the_door, readers)) == REVIEWED


@pytest.mark.parametrize(
    ("line", "is_past"),
    [
        ("Tweet.objects.filter(pk=1)", True),
        ("get_tweet_model().objects.all().visible_to(viewer)", True),
        ("Tweet.objects", True),
        ("Tweet._base_manager.get(pk=1)", True),
        ("profile.tweets.all()", True),
        ("tweet.replies.order_by('pk')", True),
        ("Tweet.objects.raw('SELECT 1')", True),
        ("Tweet.objects.visible_to(viewer).filter(pk=1)", False),
        ("get_profile_model().objects.visible_to(None)", False),
        ("timelines.quotes(tweet)", False),
        ("page.tweets", False),
    ],
)
def test_what_the_test_above_finds(
    line: str, is_past: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.test_architecture.PACKAGE", tmp_path)
    path = tmp_path / "views.py"
    path.write_text(f"def show(viewer):\n    return {line}\n", encoding="utf-8")
    assert past_the_door(path) == ({"views.py: show"} if is_past else set())
