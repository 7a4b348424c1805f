"""Pictures in the composer, as a browser without scripts sends them."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from django_tweets import get_tweet_model, services
from django_tweets.media_limits import DEFAULTS
from django_tweets.models import Attachment
from tests import hostile_images
from tests.factories import PASSWORD, TWEET_EXTRA, make_profile, make_tweet

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories import Profile, Tweet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]

COMPOSE = reverse("django_tweets:tweet_create")


def picture(name: str = "sea.png", color: str = "teal") -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (600, 400), color).save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), "image/png")


def send(client: Client, url: str = COMPOSE, content: str = "hello", **data: Any) -> Any:
    return client.post(url, {"content": content, **TWEET_EXTRA, **data})


def keys_in(response: Any) -> list[str]:
    return re.findall(r'name="attachments" value="(\d+)"', response.content.decode())


def published() -> Any:
    return get_tweet_model().objects.get()


def shown(tweet: Tweet) -> list[tuple[str, str]]:
    rows: Any = Attachment.objects.filter(tweet=tweet.pk).shown()
    return [(str(row.pk), row.alt) for row in rows]


@pytest.mark.parametrize("count", [1, 4])
def test_pictures_are_described_and_published(as_ada: Client, count: int) -> None:
    asked = send(as_ada, files=[picture(f"{n}.png") for n in range(count)])
    assert asked.status_code == 200
    assert not get_tweet_model().objects.exists()
    keys = keys_in(asked)
    assert len(keys) == count
    assert ">\nhello</textarea>" in asked.content.decode()
    texts = {f"alt-{key}": f"Number {n}" for n, key in enumerate(keys)}
    response = send(as_ada, attachments=keys, is_sensitive="on", **texts)
    assert response.status_code == 302
    assert shown(published()) == [(key, texts[f"alt-{key}"]) for key in keys]
    assert published().is_sensitive


def test_pictures_are_published_without_descriptions(as_ada: Client) -> None:
    keys = keys_in(send(as_ada, content="", files=[picture()]))
    asked = send(as_ada, content="", attachments=keys)
    assert asked.status_code == 200
    assert "Publish without descriptions" in asked.content.decode()
    response = send(as_ada, content="", attachments=keys, undescribed="1")
    assert response.status_code == 302
    assert (published().content, shown(published())) == ("", [(keys[0], "")])


def test_text_that_is_too_long_keeps_the_pictures(as_ada: Client) -> None:
    response = send(as_ada, content="x" * 300, files=[picture(), picture()])
    assert response.status_code == 422
    keys = keys_in(response)
    assert len(keys) == 2
    assert "x" * 300 in response.content.decode()
    response = send(as_ada, attachments=keys, undescribed="1")
    assert response.status_code == 302
    assert [key for key, _ in shown(published())] == keys


BAD: dict[str, tuple[bytes | None, str]] = {
    "no picture": (b"plain text", "not a picture"),
    "empty": (b"", "not a picture"),
    "cut off": (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "not a picture"),
    "script": (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "not a picture"),
    "too many bytes": (b"\xff\xd8\xff" + b"\0" * DEFAULTS["picture_bytes"], "larger than"),
    "too many pixels": (None, "too many pixels"),  # made by its test alone
}


@pytest.mark.parametrize("case", BAD)
def test_bad_file_is_named_and_the_others_stay(as_ada: Client, case: str) -> None:
    content, problem = BAD[case]
    if content is None:
        content = hostile_images.png(30_000, 30_000, 1, 0)
    bad = SimpleUploadedFile("bad <b>.png", content, "image/png")
    response = send(as_ada, content="my words", files=[picture(), bad, picture()])
    html = response.content.decode()
    assert response.status_code == 422
    assert re.search(rf"bad &lt;b&gt;.png: [^<]*{problem}", html)
    assert "my words" in html
    assert len(keys_in(response)) == Attachment.objects.count() == 2
    assert not get_tweet_model().objects.exists()


def test_file_alone_that_is_bad_is_the_only_error(as_ada: Client) -> None:
    response = send(as_ada, content="", files=[SimpleUploadedFile("a.txt", b"text")])
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["files"]


def test_more_than_four_files_are_too_many(as_ada: Client) -> None:
    response = send(as_ada, files=[picture() for _ in range(5)])
    assert response.status_code == 422
    assert "A tweet can have 4 files." in response.content.decode()
    keys = keys_in(response)
    assert len(keys) == Attachment.objects.count() == 4
    response = send(as_ada, attachments=keys, files=[picture()])
    assert response.status_code == 422
    assert Attachment.objects.count() == 4


@pytest.mark.parametrize("case", ["of somebody else", "no number", "published", "too large"])
def test_keys_that_are_not_the_members_own_are_refused(
    as_ada: Client, ada: Profile, case: str
) -> None:
    own = services.upload(ada, picture())
    other = services.upload(make_profile(), picture())
    key: Any = {"of somebody else": other.pk, "no number": "x", "too large": str(2**63)}.get(case)
    if case == "published":
        key = services.upload(ada, picture()).pk
        row = Attachment.objects.get(pk=key)
        services.publish(ada, "first", attachments=[row], **TWEET_EXTRA)
    response = send(as_ada, attachments=[own.pk, key], undescribed="1")
    html = response.content.decode()
    assert response.status_code == 422
    assert "One of these files is gone" in html
    assert keys_in(response) == [str(own.pk)]
    assert not get_tweet_model().objects.filter(content="hello").exists()


def test_form_sent_twice_is_one_tweet_with_its_pictures(as_ada: Client) -> None:
    data: dict[str, Any] = {"key": "k" * 22, "content": "once"}
    keys = keys_in(send(as_ada, files=[picture(), picture()], **data))
    data |= {"attachments": keys, "undescribed": "1"}
    first, second = send(as_ada, **data), send(as_ada, **data)
    assert first.status_code == second.status_code == 302
    assert first.headers["Location"] == second.headers["Location"]
    assert [key for key, _ in shown(published())] == keys


def test_files_sent_twice_publish_nothing(as_ada: Client) -> None:
    """The answer shows them: a tweet that was published with them would be there twice."""
    for _ in range(2):
        response = send(as_ada, files=[picture()], key="k" * 22, undescribed="1")
        assert response.status_code == 200
    assert not get_tweet_model().objects.exists()


@pytest.mark.parametrize("name", ["reply", "quote"])
def test_replies_and_quotes_have_pictures(as_ada: Client, bob: Profile, name: str) -> None:
    parent = make_tweet(bob)
    url = reverse(f"django_tweets:tweet_{name}", args=["bob", parent.pk])
    keys = keys_in(send(as_ada, url, files=[picture()]))
    assert send(as_ada, url, attachments=keys, **{f"alt-{keys[0]}": "A cat"}).status_code == 302
    tweet = get_tweet_model().objects.exclude(pk=parent.pk).get()
    assert shown(tweet) == [(keys[0], "A cat")]


def test_description_that_is_too_long_stays(as_ada: Client, ada: Profile) -> None:
    key = services.upload(ada, picture()).pk
    response = send(as_ada, attachments=key, **{f"alt-{key}": "long " * 301})
    assert response.status_code == 422
    assert "long long" in response.content.decode()
    assert 'aria-invalid="true"' in response.content.decode()


def test_focal_point_is_stored(as_ada: Client, ada: Profile) -> None:
    key = services.upload(ada, picture()).pk
    send(as_ada, attachments=key, undescribed="1", **{f"focus-{key}": "0.25,0.8"})
    assert Attachment.objects.get(pk=key).focus == (0.25, 0.8)


@pytest.mark.parametrize("value", ["", "1", "a,b", "nan,0", "2,0", "-1,0", "0,0,0"])
def test_odd_focal_point_is_left_as_it_is(as_ada: Client, ada: Profile, value: str) -> None:
    key = services.upload(ada, picture(), focus=(0.1, 0.2)).pk
    assert send(as_ada, attachments=key, undescribed="1", **{f"focus-{key}": value}).status_code
    assert Attachment.objects.get(pk=key).focus == (0.1, 0.2)


class TestEdit:
    @pytest.fixture
    def tweet(self, ada: Profile) -> Tweet:
        rows = [services.upload(ada, picture(), alt=alt) for alt in ("one", "two")]
        return services.publish(ada, "before", attachments=rows, **TWEET_EXTRA)

    def url(self, tweet: Tweet) -> str:
        return reverse("django_tweets:tweet_update", args=["ada", tweet.pk])

    def test_form_shows_what_the_tweet_has(self, as_ada: Client, tweet: Tweet) -> None:
        response = as_ada.get(self.url(tweet))
        assert keys_in(response) == [key for key, _ in shown(tweet)]
        assert ">\ntwo</textarea>" in response.content.decode()

    def test_pictures_change(self, as_ada: Client, tweet: Tweet) -> None:
        one, two = keys_in(as_ada.get(self.url(tweet)))
        data: dict[str, Any] = {"attachments": [one, two], "remove": one, f"alt-{two}": "changed"}
        asked = send(as_ada, self.url(tweet), files=[picture()], **data)
        assert asked.status_code == 200
        _, new = keys = keys_in(asked)
        assert keys[0] == two
        texts = {f"alt-{two}": "changed", f"alt-{new}": "new"}
        assert send(as_ada, self.url(tweet), attachments=[new, two], **texts).status_code == 302
        assert shown(tweet) == [(new, "new"), (two, "changed")]

    def test_present_pictures_may_lack_descriptions(self, as_ada: Client, tweet: Tweet) -> None:
        one, two = keys_in(as_ada.get(self.url(tweet)))
        data: dict[str, Any] = {"attachments": [one, two], f"alt-{one}": ""}
        assert send(as_ada, self.url(tweet), content="after", **data).status_code == 302
        assert shown(tweet) == [(one, ""), (two, "two")]

    def test_form_without_the_fields_changes_none(self, as_ada: Client, tweet: Tweet) -> None:
        """A template of a host, or a program, may send the text alone."""
        before = shown(tweet)
        assert send(as_ada, self.url(tweet), content="after").status_code == 302
        assert shown(tweet) == before
        assert send(as_ada, self.url(tweet), content="").status_code == 302
        assert send(as_ada, self.url(tweet), content="last", with_media="1").status_code == 302
        assert shown(tweet) == []

    def test_all_pictures_are_removed(self, as_ada: Client, tweet: Tweet) -> None:
        keys = keys_in(as_ada.get(self.url(tweet)))
        response = send(as_ada, self.url(tweet), attachments=keys, remove=keys, content="")
        assert response.status_code == 422
        assert send(as_ada, self.url(tweet), attachments=keys, remove=keys).status_code == 302
        assert shown(tweet) == []


def test_site_without_a_place_for_files_has_no_field(as_ada: Client, settings: Any) -> None:
    settings.MEDIA_ROOT = ""
    html = as_ada.get(COMPOSE).content.decode()
    assert 'name="files"' not in html
    assert "multipart/form-data" not in html
    assert re.search(r"<textarea name=\"content\"[^>]* required", html)
    assert send(as_ada, files=[picture()], attachments="1").status_code == 302
    assert published().attachment_count == 0


def test_suspended_member_uploads_nothing(as_ada: Client, ada: Profile) -> None:
    type(ada).objects.filter(pk=ada.pk).update(is_suspended=True)
    assert send(as_ada, files=[picture()]).status_code == 403
    assert not Attachment.objects.exists()


def test_expired_session_keeps_the_keys(as_ada: Client, ada: Profile) -> None:
    key = services.upload(ada, picture()).pk
    writer = re.search(r'name="writer" value="(.*?)"', as_ada.get(COMPOSE).content.decode())
    assert writer
    as_ada.logout()
    send(as_ada, writer=writer[1], attachments=key, content="")
    names = {"username": ada.user.get_username(), "password": PASSWORD}
    assert as_ada.post("/accounts/login/", names).status_code == 302
    assert keys_in(as_ada.get(COMPOSE)) == [str(key)]
    assert keys_in(as_ada.get(COMPOSE)) == []
