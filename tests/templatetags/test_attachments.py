"""Cards with pictures, videos and sounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from django_tweets.models import Attachment
from tests.attachment_samples import ALT, make_attachments, make_picture_tweet
from tests.factories import make_profile, make_tweet

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories import Profile

pytestmark = pytest.mark.django_db


def show(client: Client, tweet: Any) -> str:
    return client.get(tweet.get_absolute_url()).content.decode()


class TestPicture:
    def test_widths_size_and_description(self, client: Client) -> None:
        tweet = make_picture_tweet(make_profile())
        file = Attachment.objects.get()
        urls = [file.get_url(f"{width}.webp") for width in (480, 960, 1920)]
        srcset = ",".join(f"{u} {w}w" for u, w in zip(urls, (480, 960, 1920), strict=True))
        html = show(client, tweet)
        assert (
            f'<img src="{urls[0]}" srcset="{srcset}" sizes="min(34em,90vw)"'
            f' width="1920" height="1280" loading="lazy" alt="{ALT}">' in html
        )
        assert f'<a href="{urls[2]}">' in html
        assert f"<summary>ALT</summary>{ALT}</details>" in html

    def test_tiles_have_no_file_that_is_too_large(self, client: Client) -> None:
        html = show(client, make_picture_tweet(make_profile(), 3))
        assert html.count('class="tw-media tw-media-3"') == 1
        assert html.count(" 960w") == 3
        assert " 1920w" not in html

    def test_placeholder_has_the_colors_of_the_picture(self, client: Client) -> None:
        """Those of the upper quarters, and the mean of 0f0 and 123 below."""
        html = show(client, make_picture_tweet(make_profile()))
        rects = '<rect fill="#abc"/><rect fill="#987"/>'
        assert f'<svg color="#081">{rects}</svg>' in html

    @pytest.mark.parametrize(
        ("focus", "attribute"),
        [((0.5, 0.5), ""), ((0.0, 0.5), ' class="tw-x0"'), ((0.26, 0.99), ' class="tw-x3 tw-y10"')],
    )
    def test_focal_point(self, client: Client, focus: tuple[float, float], attribute: str) -> None:
        tweet = make_tweet(make_profile())
        make_attachments(tweet, {"focus_x": focus[0], "focus_y": focus[1]})
        assert f'height="1280"{attribute} loading' in show(client, tweet)

    def test_description_is_escaped(self, client: Client) -> None:
        tweet = make_tweet(make_profile())
        make_attachments(tweet, {"alt": 'a "<b>" & c'})
        html = show(client, tweet)
        assert html.count("a &quot;&lt;b&gt;&quot; &amp; c") >= 2
        assert "<b>&quot;" not in html

    @pytest.mark.parametrize(
        ("kind", "label"),
        [
            ("image", 'alt="Picture without description"'),
            ("gifv", 'alt="Animation without description"'),
            ("video", 'aria-label="Video without description"'),
            ("audio", 'aria-label="Sound without description"'),
        ],
    )
    def test_missing_description_is_said(self, client: Client, kind: str, label: str) -> None:
        tweet = make_tweet(make_profile())
        make_attachments(tweet, {"kind": kind, "alt": ""})
        html = show(client, tweet)
        assert label in html
        assert "<summary>ALT" not in html


class TestOtherKinds:
    def test_animation_rests_as_a_still_picture(self, client: Client) -> None:
        tweet = make_tweet(make_profile())
        file = make_attachments(tweet, {"kind": "gifv"})[0]
        html = show(client, tweet)
        assert f'<a class="tw-motion" href="{file.url}">' in html
        assert (
            f'<img src="{file.get_url("poster.webp")}" width="1920" height="1280" loading' in html
        )
        assert f'<img src="{file.url}" loading="lazy" alt="">' in html

    def test_animation_that_is_a_video_loops_without_sound(self, client: Client) -> None:
        tweet = make_tweet(make_profile())
        make_attachments(tweet, {"kind": "gifv", "file": "django_tweets/attachments/x/480.mp4"})
        assert '<video controls playsinline preload="none" loop muted' in show(client, tweet)

    def test_video_has_the_controls_of_the_browser(self, client: Client) -> None:
        tweet = make_tweet(make_profile())
        file = make_attachments(tweet, {"kind": "video"})[0]
        assert (
            f'<video controls playsinline preload="metadata" src="{file.url}"'
            f' poster="{file.get_url("poster.webp")}" width="1920" height="1280"'
            f' aria-label="{ALT}"></video>' in show(client, tweet)
        )

    def test_sound_has_the_controls_of_the_browser(self, client: Client) -> None:
        tweet = make_tweet(make_profile())
        file = make_attachments(tweet, {"kind": "audio", "width": 0, "height": 0})[0]
        html = show(client, tweet)
        assert f'<audio controls preload="none" src="{file.url}" aria-label="{ALT}">' in html


class TestCurtain:
    def test_sensitive_pictures_are_covered(self, client: Client) -> None:
        html = show(client, make_picture_tweet(make_profile(), is_sensitive=True))
        curtain = html.index('<details class="tw-warning"><summary>')
        assert html.index("Sensitive content", curtain) < html.index('class="tw-media')

    def test_content_warning_is_the_only_curtain(self, client: Client) -> None:
        tweet = make_picture_tweet(make_profile(), is_sensitive=True, content_warning="Spiders")
        html = show(client, tweet)
        assert html.count('<details class="tw-warning">') == 1
        assert html.index("Spiders") < html.index('class="tw-media')


class TestPage:
    def test_tweet_without_attachments_has_nothing_of_them(
        self, as_ada: Client, ada: Profile
    ) -> None:
        make_tweet(ada)
        html = as_ada.get(reverse("django_tweets:home")).content.decode()
        assert 'class="tw-media' not in html
        assert "tw-lightbox" not in html

    def test_lightbox_is_there_once(self, as_ada: Client, ada: Profile) -> None:
        make_picture_tweet(ada)
        make_picture_tweet(ada, 2)
        html = as_ada.get(reverse("django_tweets:home")).content.decode()
        assert html.count('<dialog class="tw-lightbox"') == 1

    def test_quoted_pictures_are_shown(self, client: Client) -> None:
        ada = make_profile()
        quote = make_tweet(ada, "look", quote_of=make_picture_tweet(ada, 2))
        html = show(client, quote)
        assert html.index("<blockquote") < html.index("tw-media-2") < html.index("</blockquote>")
