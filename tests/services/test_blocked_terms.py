"""services.block_term() and unblock_term(): the block lists, and invalid terms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from django_tweets import services
from django_tweets.models import BlockedTerm
from tests.factories import make_profile
from tests.moderators import make_moderator

if TYPE_CHECKING:
    from tests.factories import Profile

pytestmark = pytest.mark.django_db


@pytest.fixture
def author() -> Profile:
    return make_profile("ada")


@pytest.fixture
def moderator() -> Any:
    return make_moderator()


def reload(row: Any) -> Any:
    return type(row)._base_manager.get(pk=row.pk)


class TestBlockedTerms:
    def test_only_moderators_block(self, author: Profile, moderator: Any) -> None:
        with pytest.raises(PermissionDenied):
            services.block_term(author, "spam")
        term = services.block_term(moderator, "spam")
        with pytest.raises(PermissionDenied):
            services.unblock_term(author, term)
        assert BlockedTerm._base_manager.count() == 1

    def test_same_term_is_one_row(self, moderator: Any) -> None:
        first = services.block_term(moderator, "Spam")
        second = services.block_term(moderator, "ＳＰＡＭ", verdict="reject")
        assert first.pk == second.pk
        assert reload(first).verdict == "reject"

    @pytest.mark.parametrize(
        "term", ["", "…", "*", "a*", "one two three four five six seven", "㍿" * 100]
    )
    def test_useless_words_are_errors(self, moderator: Any, term: str) -> None:
        with pytest.raises(ValidationError) as error:
            services.block_term(moderator, term)
        assert "term" in error.value.error_dict

    @pytest.mark.parametrize("term", ["", "hello", "a b", "http://"])
    def test_useless_domains_are_errors(self, moderator: Any, term: str) -> None:
        with pytest.raises(ValidationError) as error:
            services.block_term(moderator, term, kind="domain")
        assert "term" in error.value.error_dict

    def test_invalid_choices_are_errors(self, moderator: Any) -> None:
        with pytest.raises(ValidationError):
            services.block_term(moderator, "x", kind="phrase")
        with pytest.raises(ValidationError):
            services.block_term(moderator, "x", verdict="delete")

    def test_lists_are_bounded(self, moderator: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("django_tweets.services.blocked_terms.MAX_TERMS", 1)
        services.block_term(moderator, "one")
        services.block_term(moderator, "one", verdict="reject")
        with pytest.raises(ValidationError):
            services.block_term(moderator, "two")

    def test_row_that_is_gone_is_no_error(self, moderator: Any) -> None:
        term = services.block_term(moderator, "spam")
        services.unblock_term(moderator, term)
        services.unblock_term(moderator, term)
        assert not BlockedTerm._base_manager.exists()

    def test_created_at_is_set(self, moderator: Any) -> None:
        assert services.block_term(moderator, "spam").created_at <= timezone.now()
