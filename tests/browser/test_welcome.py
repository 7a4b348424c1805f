"""The first minute after sign-up, with scripts and without."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import expect

from django_tweets import get_profile_model
from tests.browser import actions
from tests.browser.test_first_day import PASSWORD, picture

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def test_sign_up_leads_through_the_steps(new_context: Callable[..., Any], scripts: bool) -> None:
    # Other tests write tweets: the popular people in the cache may be theirs.
    call_command("compute_suggestions", verbosity=0)
    me = f"welcome_{'on' if scripts else 'off'}"
    page = new_context(java_script_enabled=scripts).new_page()
    actions.sign_up(page, me, PASSWORD)
    heading(page, "Choose your name and handle")
    page.get_by_label("Name", exact=True).fill("Wes Elcome")
    page.get_by_role("button", name="Save").click()

    heading(page, "Choose your picture")
    actions.choose_picture(page, "Avatar", picture(), crop=scripts)
    page.get_by_role("button", name="Save").click()

    heading(page, "Follow some people")
    main = page.locator(".tw-main")
    expect(
        main.get_by_text(re.compile("Followed by .* (person|people) here")).first
    ).to_be_visible()
    main.get_by_role("button", name=re.compile("^Follow ")).first.click()
    expect(page.get_by_text(re.compile("^You now follow .*"))).to_be_visible()
    page.get_by_role("link", name="Next").click()

    heading(page, "Follow some hashtags")
    button = main.get_by_role("button", name=re.compile("^Follow #")).first
    button.click()
    expect(main.get_by_role("button", name=re.compile("^Following #"))).to_be_visible()
    page.get_by_role("link", name="Done").click()

    heading(page, "Home")
    expect(page.get_by_role("article").first).to_be_visible()
    profile = get_profile_model().objects.get(handle=me)
    assert (profile.display_name, bool(profile.avatar)) == ("Wes Elcome", True)
    assert profile.following_count == 1


def test_every_step_can_be_skipped(new_context: Callable[..., Any], scripts: bool) -> None:
    me = f"later_{'on' if scripts else 'off'}"
    page = new_context(java_script_enabled=scripts).new_page()
    actions.sign_up(page, me, PASSWORD)
    page.get_by_role("button", name="Skip", exact=True).click()
    heading(page, "Choose your picture")
    page.get_by_role("link", name="Skip", exact=True).click()
    heading(page, "Follow some people")
    page.get_by_role("link", name="Next").click()
    heading(page, "Follow some hashtags")
    page.get_by_role("link", name="Done").click()
    page.wait_for_url(f"**{reverse('django_tweets:home')}")
