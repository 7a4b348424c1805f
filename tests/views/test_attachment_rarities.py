"""Attachments in rare states: not hydrated, published meanwhile, or in a form without fields."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import include, path, register_converter, reverse
from django.urls.converters import get_converters

from django_tweets import get_tweet_model, notification_kinds, services
from django_tweets.current_app import reverse_files
from django_tweets.forms import get_tweet_form
from django_tweets.media_forms import FilesInput, Tile
from django_tweets.models import Attachment, FollowRequest
from django_tweets.models.attachment import describe, from_json
from django_tweets.page_metadata import _picture_properties
from django_tweets.services import follows, tweet_notifications
from django_tweets.views import upload_bounds
from django_tweets.views.embeds import OEmbedView
from tests.attachment_samples import make_attachments, make_picture_tweet
from tests.attachments import make_attachment
from tests.factories import TWEET_EXTRA, make_profile, make_tweet

if TYPE_CHECKING:
    from tests.factories import Profile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]


def test_picture_in_one_width_has_no_choice(client: Client) -> None:
    tweet = make_tweet(make_profile(), "small")
    make_attachments(tweet, {"widths": [480], "width": 480, "height": 320})
    html = client.get(tweet.get_absolute_url()).content.decode()
    assert html.count("srcset=") == 0
    assert "/1920.webp" in html


class HexConverter:
    regex = "[0-9a-f]+"

    def to_python(self, value: str) -> int:
        return int(value, 16)

    def to_url(self, value: int) -> str:
        return f"{value:x}"


def test_files_have_urls_as_the_host_makes_them(settings: Any) -> None:
    if "tests_hex" not in get_converters():
        register_converter(HexConverter, "tests_hex")
    patterns = [path("m/<tests_hex:pk>/<str:name>", HttpResponse, name="attachment_file")]
    mounted = path("t/", include((patterns, "django_tweets")))
    settings.ROOT_URLCONF = type("Site", (), {"urlpatterns": [mounted]})
    assert reverse_files(26, ["a.webp"]) == ["/t/m/1a/a.webp"]


def test_attachment_is_described_in_a_line() -> None:
    tweet = get_tweet_model()()
    assert describe(tweet) == ""
    tweet.attachment_count = 1  # and not hydrated
    assert describe(tweet) == "Picture"


def test_json_columns_arrive_as_values_too() -> None:
    assert from_json(json.dumps({"id": 7, "widths": [480]}), "default").widths == [480]


def test_picture_without_a_size_has_none_in_metadata() -> None:
    names = {"og:image:alt", "twitter:image:alt"}
    assert _picture_properties(Attachment(alt="A hill")).keys() == names


def test_kind_that_is_not_optional_is_always_wanted() -> None:
    kind = notification_kinds.get_kinds()[0]
    assert replace(kind, is_optional=False).is_wanted(False)


class TestForm:
    def test_files_of_a_dictionary_are_read(self) -> None:
        assert FilesInput().value_from_datadict({}, {"files": "a file"}, "files") == ["a file"]

    def test_form_without_a_member_has_no_tiles(self) -> None:
        assert get_tweet_form()().tiles == []

    def test_form_asks_for_no_description_that_is_there(self) -> None:
        form = get_tweet_form()()
        form.ask_for_descriptions()
        assert form.is_asking

    def test_host_may_leave_a_field_out(self, ada: Profile) -> None:
        form = get_tweet_form()(data={"content": "words", **TWEET_EXTRA}, member=ada)
        del form.fields["is_sensitive"], form.fields["attachments"]
        assert form.is_valid(), form.errors
        assert "is_sensitive" not in form.cleaned_data

    def test_tile_shows_a_still_picture(self) -> None:
        video = Attachment(pk=1, kind="video", file="a/video.mp4", preview="a/poster.webp")
        assert Tile(video).picture_url.endswith("/1/poster.webp")
        assert Tile(Attachment(pk=1, kind="audio", file="a/audio.mp3")).picture_url == ""


def test_published_attachment_is_not_updated(ada: Profile) -> None:
    attachment = make_attachment(ada)
    services.attach(make_tweet(ada), [Attachment.objects.get(pk=attachment.pk)])
    with pytest.raises(ValidationError):
        services.update_attachment(attachment, alt="too late")


def test_request_to_follow_is_removed_once(ada: Profile, bob: Profile) -> None:
    request = FollowRequest.objects.create(follower=ada, followed=bob)
    for _ in range(2):
        follows._delete_request(request)
    assert not FollowRequest.objects.exists()


def test_notifications_are_compared_a_few_times(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tweet_notifications, "ATTEMPTS", 0)
    tweet_notifications.update_tweet_notifications(1)


def test_embed_has_room_for_pictures(ada: Profile) -> None:
    view = OEmbedView()
    tweet = make_picture_tweet(ada, 2)
    tweet.shown_attachments = [*Attachment.objects.filter(tweet=tweet.pk)]
    assert view.get_media_height(tweet, 300) == 200
    tweet.is_sensitive = True
    assert view.get_media_height(tweet, 300) == 50


class TestBounds:
    @pytest.mark.parametrize(("length", "count"), [("12", 12), ("-1", 0), ("many", 0)])
    def test_length_of_a_request(self, length: str, count: int) -> None:
        request = RequestFactory().post("/", CONTENT_LENGTH=length)
        assert upload_bounds.content_length(request) == count

    def test_form_that_a_middleware_has_read(self) -> None:
        view = upload_bounds.UploadMixin()
        view.request = RequestFactory().post("/", {"content": "words"})
        assert view.request.POST["content"] == "words"
        assert view._refuse_files() is None

    def test_large_upload_without_the_script_is_a_page(self, as_ada: Client) -> None:
        response = as_ada.generic(
            "POST",
            reverse("django_tweets:media_upload"),
            content_type="multipart/form-data; boundary=x",
            CONTENT_LENGTH=str(2 * upload_bounds.max_bytes(1)),
        )
        assert response.status_code == 413
