"""Attachments: upload, publish, edit and delete."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from PIL import Image

from django_tweets import get_tweet_model, services
from django_tweets.file_storage import get_attachment_storage
from django_tweets.models import Attachment, TweetRevision
from tests.factories import TWEET_EXTRA, make_profile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]


def picture(width: int = 1200, height: int = 800) -> BytesIO:
    out = BytesIO()
    Image.new("RGB", (width, height), "teal").save(out, "PNG")
    out.seek(0)
    return out


def stored_names(attachment: Attachment) -> list[str]:
    storage = get_attachment_storage()
    return [name for name in attachment.file_names if storage.exists(name)]


def test_excluded_description_is_not_checked() -> None:
    attachment = Attachment(owner=make_profile(), kind="image", alt="x" * 2000)
    with pytest.raises(ValidationError, match="at most"):
        attachment.clean_fields()
    attachment.clean_fields(exclude=["alt"])


class TestUpload:
    def test_files_are_stored_in_widths(self) -> None:
        attachment = services.upload(make_profile(), picture(), alt="A calm sea", focus=(0.2, 0.9))
        assert attachment.widths == [480, 960, 1200]
        assert (attachment.kind, attachment.width, attachment.height) == ("image", 1200, 800)
        assert (attachment.alt, attachment.focus) == ("A calm sea", (0.2, 0.9))
        assert len(stored_names(attachment)) == 3

    def test_other_files_are_refused(self) -> None:
        with pytest.raises(ValidationError):
            services.upload(make_profile(), BytesIO(b"no picture"))
        assert not Attachment.objects.exists()

    def test_rollback_leaves_no_file(self) -> None:
        with transaction.atomic():
            attachment = services.upload(make_profile(), picture())
            assert len(stored_names(attachment)) == 3
            transaction.set_rollback(True)
        assert stored_names(attachment) == []


class TestPublish:
    def test_tweet_without_text(self) -> None:
        ada = make_profile()
        attachment = services.upload(ada, picture())
        tweet = services.publish(
            ada, "", attachments=[attachment], is_sensitive=True, **TWEET_EXTRA
        )
        stored = get_tweet_model().objects.get(pk=tweet.pk)
        assert (stored.attachment_count, stored.is_sensitive) == (1, True)
        assert list(Attachment.objects.filter(tweet=tweet.pk)) == [attachment]

    def test_tweet_needs_text_or_an_attachment(self) -> None:
        with pytest.raises(ValidationError) as error:
            services.publish(make_profile(), "", **TWEET_EXTRA)
        assert error.value.error_dict["content"][0].code == "blank"

    @pytest.mark.parametrize("case", ["of somebody else", "twice", "already published"])
    def test_attachment_is_refused(self, case: str) -> None:
        ada = make_profile()
        owner = make_profile() if case == "of somebody else" else ada
        attachment = services.upload(owner, picture())
        if case == "already published":
            services.publish(ada, "first", attachments=[attachment], **TWEET_EXTRA)
            attachment = Attachment.objects.get(pk=attachment.pk)
        chosen = [attachment] * (2 if case == "twice" else 1)
        before = get_tweet_model().objects.count()
        with pytest.raises(ValidationError):
            services.publish(ada, "again", attachments=chosen, **TWEET_EXTRA)
        assert get_tweet_model().objects.count() == before


class TestEdit:
    def test_order_and_description_change(self) -> None:
        ada = make_profile()
        first, second = services.upload(ada, picture()), services.upload(ada, picture())
        tweet = services.publish(ada, "two", attachments=[first, second], **TWEET_EXTRA)
        first.alt = "A hill"
        services.edit(tweet, "two", attachments=[second, first])
        shown: Any = Attachment.objects.filter(tweet=tweet.pk).shown()
        assert [(row.pk, row.alt) for row in shown] == [(second.pk, ""), (first.pk, "A hill")]
        revision = TweetRevision.objects.get(tweet=tweet.pk)
        assert revision.attachments == [[first.pk, ""], [second.pk, ""]]

    def test_text_for_picture_and_back(self) -> None:
        ada = make_profile()
        tweet = services.publish(
            ada, "", attachments=[services.upload(ada, picture())], **TWEET_EXTRA
        )
        services.edit(tweet, "now words", attachments=[])
        assert (tweet.attachment_count, tweet.content) == (0, "now words")
        services.edit(tweet, "", attachments=[services.upload(ada, picture())])
        stored = get_tweet_model().objects.get(pk=tweet.pk)
        assert (stored.attachment_count, stored.content) == (1, "")

    def test_tweet_cannot_become_empty(self) -> None:
        ada = make_profile()
        tweet = services.publish(
            ada, "", attachments=[services.upload(ada, picture())], **TWEET_EXTRA
        )
        with pytest.raises(ValidationError):
            services.edit(tweet, "", attachments=[])
        assert get_tweet_model().objects.get(pk=tweet.pk).attachment_count == 1


class TestDelete:
    def test_files_go_with_the_tweet(self, django_capture_on_commit_callbacks: Any) -> None:
        ada = make_profile()
        attachment = services.upload(ada, picture())
        with django_capture_on_commit_callbacks(execute=True):
            services.delete(services.publish(ada, "gone", attachments=[attachment], **TWEET_EXTRA))
        assert not Attachment.objects.exists()
        assert stored_names(attachment) == []
