"""Avatars in two sizes."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from django_tweets import get_profile_model, images, services
from tests.factories import TWEET_EXTRA

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client

    from tests.factories import Profile

pytestmark = pytest.mark.django_db


def picture() -> images.Picture:
    out = BytesIO()
    Image.new("RGB", (500, 500), "red").save(out, "PNG")
    return images.to_webp(out, images.AVATAR)


@pytest.fixture
def avatar(ada: Profile, media: Path) -> Any:
    services.update_profile(ada, avatar=picture())
    return get_profile_model().objects.get(pk=ada.pk).avatar


def test_address_of_a_new_avatar_is_there_at_once(ada: Profile, media: Path) -> None:
    changed = services.update_profile(ada, avatar=picture())
    assert changed.avatar.url == get_profile_model().objects.get(pk=ada.pk).avatar.url


def test_avatar_is_stored_in_two_sizes(avatar: Any) -> None:
    with avatar.open() as large:
        assert Image.open(large).size == (400, 400)
    assert avatar.small_url == avatar.storage.url(avatar.small_name)
    with avatar.storage.open(avatar.small_name) as small:
        assert Image.open(small).size == (144, 144)


def test_lists_have_the_small_file_and_the_profile_has_both(
    avatar: Any, ada: Profile, client: Client
) -> None:
    services.publish(ada, "hello", **TWEET_EXTRA)
    html = client.get(ada.get_absolute_url()).text
    assert f'<img class="tw-avatar" src="{avatar.small_url}" alt=""' in html
    assert f'srcset="{avatar.small_url} 144w, {avatar.url} 400w"' in html


def test_older_avatar_has_no_small_file(ada: Profile, media: Path, client: Client) -> None:
    ada.avatar.storage.save("django_tweets/avatars/old.webp", picture())
    get_profile_model().objects.filter(pk=ada.pk).update(avatar="django_tweets/avatars/old.webp")
    avatar: Any = get_profile_model().objects.get(pk=ada.pk).avatar
    assert (avatar.small_name, avatar.small_url) == ("", "")
    html = client.get(ada.get_absolute_url()).text
    assert f'<img class="tw-avatar" src="{avatar.url}" alt=""' in html
    assert "srcset" not in html
    avatar.delete()
    assert list(media.rglob("*.webp")) == []


@pytest.mark.parametrize("name", ["pair.webp", "x-2.webp", "x.png"])
def test_name_of_another_file_promises_no_small_file(ada: Profile, media: Path, name: str) -> None:
    ada.avatar.save(name, ContentFile(picture().read()))
    stored: Any = get_profile_model().objects.get(pk=ada.pk).avatar
    assert stored.name.startswith("django_tweets/avatars/")
    assert stored.small_url == ""


def test_both_files_are_removed(avatar: Any, media: Path) -> None:
    assert len(list(media.rglob("*.webp"))) == 2
    avatar.delete()
    assert list(media.rglob("*.webp")) == []
