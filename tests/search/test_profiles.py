"""Search for profiles by prefixes of names and handles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from django_tweets import get_profile_model, search, services
from django_tweets.models import SearchName
from django_tweets.search import profiles
from django_tweets.search.profiles import ALPHABET, next_prefix
from django_tweets.timelines import Cursor
from tests.factories import PROFILE_EXTRA, make_profile, make_user
from tests.queries import at_most

if TYPE_CHECKING:
    from tests.factories import Profile

pytestmark = pytest.mark.django_db


def handles(typed: str, viewer: Profile | None = None, **options: Any) -> list[str]:
    return [profile.handle for profile in search.search_profiles(typed, viewer, **options).rows]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ada", ["ada", "countess"]),
        ("a", ["countess", "ada"]),  # both have the word "ada": the older one first
        ("ADA LOVE", ["countess"]),
        ("love ád", ["countess"]),
        ("ada nobody", []),
        ("@ada", ["ada", "countess"]),
        ("dada", []),
        ("snake", ["snake_case"]),
        ("case", ["snake_case"]),
        ("snakec", ["snake_case"]),
        ("snake_case", ["snake_case"]),
        ("山田", ["yamada"]),
        ("太", ["yamada"]),
        ("при", ["mir"]),
        ("2nd", ["second"]),
        ("zz", ["zzz"]),
        ("!", []),
        ("", []),
    ],
)
def test_profiles_are_found_by_prefix(typed: str, found: list[str]) -> None:
    for handle, name in {
        "countess": "Adá Lovelace",
        "ada": "",
        "snake_case": "Snäke",
        "yamada": "山田太郎",
        "mir": "Привет",
        "second": "2nd",
        "zzz": "",
    }.items():
        make_profile(handle, display_name=name)
    assert handles(typed) == found


def test_exact_handle_and_followed_profiles_come_first() -> None:
    me = make_profile("anna")
    for handle in ("anne", "annika", "anno", "ann"):
        make_profile(handle)
    people = get_profile_model().objects.in_bulk(["annika", "ann"], field_name="handle")
    services.follow(me, people["annika"])
    assert handles("ann") == ["ann", "anna", "anne", "annika", "anno"]
    assert handles("ann", me) == ["ann", "anna", "annika", "anne", "anno"]
    assert handles("x ann", me) == []
    assert search.search_profiles("annika", me).rows[0].relation == {"follows"}


def test_profile_is_found_once() -> None:
    make_profile("ada", display_name="Ada Adams of Adana")
    assert handles("ad") == ["ada"]
    assert handles("ada ada") == ["ada"]


def test_pages_contain_every_profile_once() -> None:
    everybody = [f"ada{n}" for n in range(5)]
    for handle in reversed(everybody):
        make_profile(handle, display_name="Ada")
    page: Any = search.search_profiles("ada", None, size=2)
    seen = [profile.handle for profile in page.rows]
    while page.older:
        last = page
        page = search.search_profiles("ada", None, page.older, 2)
        seen += [profile.handle for profile in page.rows]
    assert sorted(seen) == everybody
    assert len(seen) == 5
    back = search.search_profiles("ada", None, page.newer, 2)
    assert back.rows == last.rows
    assert (back.newer is not None, back.older is not None) == (True, True)


def test_next_page_continues_after_a_changed_name() -> None:
    for n in range(3):
        make_profile(f"ada{n}")
    page: Any = search.search_profiles("ada", None, size=1)
    services.update_profile(page.rows[0], handle="eve")
    page = search.search_profiles("ada", None, page.older, 1)
    assert [profile.handle for profile in page.rows] == ["ada1"]


def test_cursor_of_a_hidden_profile_is_unknown() -> None:
    """Otherwise the page that starts there would tell its name."""
    for handle in ("ada1", "ada3"):
        make_profile(handle)
    make_profile("ada2", is_suspended=True)
    hidden = SearchName.objects.get(profile__handle="ada2")
    page = search.search_profiles("ada", None, Cursor(before=hidden.pk))
    assert [profile.handle for profile in page.rows] == ["ada1", "ada3"]


def test_invisible_profiles_are_not_found() -> None:
    make_profile("ada_hidden", is_suspended=True)
    blocked, me = make_profile("ada_blocked"), make_profile("me")
    services.block(me, blocked)
    assert handles("ada_blocked") == handles("ada") == ["ada_blocked"]
    assert handles("ada", me) == handles("ada_blocked", me) == handles("ada_hidden", me) == []
    services.delete_profile(blocked)
    assert handles("ada") == []


def test_changed_name_is_found() -> None:
    ada = make_profile("ada", display_name="Ada L")
    services.update_profile(ada, display_name="Byron")
    assert handles("l") == []
    assert handles("byr") == ["ada"]
    ada.bio = "new"
    ada.save(update_fields=["bio"])
    assert handles("byr") == ["ada"]
    ada.user.delete()
    assert not SearchName.objects.exists()


def test_profiles_created_in_bulk_are_found() -> None:
    users = [make_user() for _ in range(3)]
    get_profile_model().objects.all().delete()
    services.create_profiles(users)
    assert SearchName.objects.values("profile").distinct().count() == 3
    model: Any = get_profile_model()
    make_profile("taken")
    rows = [model(handle=handle, **PROFILE_EXTRA) for handle in ("newcomer", "taken")]
    model.objects.bulk_create(rows, ignore_conflicts=True)
    assert handles("newc") == ["newcomer"]
    assert handles("taken") == ["taken"]


@pytest.mark.parametrize("count", [1, 30])
def test_query_count_does_not_depend_on_the_number_of_matches(count: int) -> None:
    me = make_profile()
    for n in range(count):
        services.follow(me, make_profile(f"ada{n}")) if n % 2 else make_profile(f"ada{n}")
    with at_most(4):
        assert search.search_profiles("ada", me).rows


@pytest.mark.parametrize(
    ("word", "after"),
    [("wada", "wadb"), ("wa9", "waa"), ("wz", "x"), ("wazz", "wb"), ("zz", ""), ("w", "x")],
)
def test_next_prefix_comes_after_all_with_the_prefix(word: str, after: str) -> None:
    assert next_prefix(word) == after
    assert not after or all(word + letter < after for letter in ALPHABET)


def test_words_that_nobody_has_together_are_searched_in_bounded_batches(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each name that begins with the first word may be looked at: not all of them for one page."""
    monkeypatch.setattr(profiles, "NAMES_PER_BATCH", (2, 3))
    viewer = make_profile("viewer")
    for n in range(11):
        make_profile(f"user_{n:02}", display_name="Someone")
    wanted = make_profile("user_zz", display_name="Smith")
    expected: list[Any] = [([], "user_04"), ([], "user_09"), ([wanted], None)]
    for hidden in (False, True):
        if hidden:  # as many again, between the others
            for n in range(11):
                make_profile(f"user_{n:02}a", display_name="Smith", is_suspended=True)
        cursor = Cursor()
        seen: list[Any] = []
        statements: list[int] = []
        while True:
            with CaptureQueriesContext(connection) as captured:
                page = search.search_profiles("user smith", viewer, cursor, 3)
            statements.append(len(captured))
            seen.append((page.rows, page.older and _handle_of(page.older)))
            if page.older is None:
                break
            cursor = page.older
        assert seen == expected
        assert statements == [7, 6, 7]


def _handle_of(cursor: Cursor) -> str:
    """The handle of the profile at whose name the page starts."""
    return SearchName._base_manager.get(pk=cursor.before or 0).profile.handle


def test_word_that_begins_another_adds_no_search(ada: Profile) -> None:
    found = make_profile("user_zoe")
    counts = []
    for typed in ("user zoe", "u us use user zo zoe user"):
        with CaptureQueriesContext(connection) as captured:
            assert search.search_profiles(typed, ada).rows == [found]
        counts.append([query["sql"].count("EXISTS") for query in captured])
    assert counts[0] == counts[1]
