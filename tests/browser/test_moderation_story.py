"""From a report to a restored tweet: a reader, a moderator, the author and another moderator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from playwright.sync_api import expect

from django_tweets import get_tweet_model
from tests.browser.page_checks import card
from tests.factories import make_tweet
from tests.moderators import allow_to_moderate

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.conftest import Member


def test_report_is_decided_and_undone(member: Callable[..., Member], scripts: bool) -> None:
    author, reader, moderator, other = (member(java_script_enabled=scripts) for _ in range(4))
    for each in (moderator, other):
        allow_to_moderate(each.profile)
    words = f"Hats for sale, {'with' if scripts else 'without'} scripts"
    tweet = make_tweet(author.profile, words)
    everyone: Any = get_tweet_model()._rows.visible_to(None).filter(pk=tweet.pk)

    keys = [author.profile.handle, tweet.pk]
    reader.page.goto(reverse("django_tweets:report_create", args=keys))
    reader.page.get_by_label("It is spam").check()
    reader.page.get_by_role("button", name="Send the report").click()
    expect(reader.page.get_by_role("heading", level=1)).to_have_text("Thank you")

    moderator.page.goto(
        reverse("django_tweets:moderation_case_detail", args=[author.profile.handle])
    )
    moderator.page.get_by_label("Choose this tweet").first.check()
    moderator.page.get_by_label("Message to the person").fill("No advertisements, please.")
    moderator.page.get_by_label("Action", exact=True).select_option("hide")
    moderator.page.get_by_role("button", name="Decide").click()
    moderator.page.wait_for_url(f"**{reverse('django_tweets:moderation_case_list')}")
    assert not everyone.exists()
    reader.page.goto(reverse("django_tweets:report_list"))
    expect(reader.page.get_by_text("The moderators took action")).to_be_visible()

    author.page.goto(tweet.get_absolute_url())
    card(author.page, tweet).get_by_role("link", name="Hidden by the moderators").click()
    expect(author.page.get_by_text("No advertisements, please.")).to_be_visible()
    author.page.get_by_role("link", name="Appeal").click()
    author.page.get_by_label("Why is the decision wrong?").fill("I give them away.")
    author.page.get_by_role("button", name="Send the appeal").click()
    expect(author.page.get_by_text("Not decided yet")).to_be_visible()

    other.page.goto(reverse("django_tweets:appeal_list"))
    line = other.page.get_by_role("article").filter(has_text="I give them away.")
    line.get_by_role("link").last.click()
    other.page.get_by_role("combobox", name="Decision").select_option("1")
    other.page.get_by_label("Answer").fill("You are right.")
    other.page.get_by_role("button", name="Decide").click()
    other.page.wait_for_url(f"**{reverse('django_tweets:appeal_list')}")
    assert everyone.exists()
    author.page.goto(reverse("django_tweets:moderation_notices"))
    expect(author.page.get_by_text("You are right.").first).to_be_visible()
