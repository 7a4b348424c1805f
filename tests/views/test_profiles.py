from __future__ import annotations

import re
import uuid
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from django_tweets import get_profile_model, images, services
from tests.factories import PROFILE_EXTRA, make_profile, make_tweet, make_tweets, make_user
from tests.queries import at_most
from tests.test_images import make_decompression_bomb

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client

    from tests.factories import Profile


pytestmark = pytest.mark.django_db

EDIT = reverse("django_tweets:profile_edit")


def page_of(handle: str) -> str:
    return reverse("django_tweets:profile_detail", args=[handle])


def by_user(pk: object) -> str:
    return reverse("django_tweets:user_profile", args=[pk])


def test_page_of_a_hidden_user_is_like_that_of_nobody(as_ada: Client, ada: Profile) -> None:
    suspended, blocker = make_profile(is_suspended=True), make_profile()
    services.block(blocker, ada)
    nobody = make_user()
    keys = [user.pk for user in (nobody, suspended.user, blocker.user)]
    nobody.delete()
    seen = set()
    for key in keys:
        with CaptureQueriesContext(connection) as queries:
            response = as_ada.get(by_user(key))
        seen.add((response.status_code, len(queries)))
    assert seen == {(404, len(queries))}


class TestProfilePage:
    def test_navigation_marks_own_profile(self, as_ada: Client, as_bob: Client) -> None:
        here = f'<a href="{page_of("ada")}" aria-current="page"><svg'
        assert here in as_ada.get(page_of("ada")).content.decode()
        assert here not in as_bob.get(page_of("ada")).content.decode()

    def test_profile_is_public(self, client: Client) -> None:
        author = make_profile(
            "grace",
            display_name="Grace <b>",
            bio="Compilers.\nAnd <ships>",
            location="New York",
            website="https://example.org/grace",
        )
        make_tweet(author, "hello there")
        html = client.get(page_of("grace")).content.decode()
        for part in ("Grace &lt;b&gt;", "Compilers.<br>And &lt;ships&gt;", "New York"):
            assert part in html
        assert 'href="https://example.org/grace" rel="nofollow ugc noopener me"' in html
        assert "hello there" in html
        assert "<b>1</b> tweet" in html
        assert "Edit profile" not in html

    def test_bio_has_links(self, client: Client, ada: Profile, bob: Profile) -> None:
        bio = "<b> example.org\n@Bob @nobody @gone #Tea &amp; $AA javascript:x"
        tag = reverse("django_tweets:hashtag", args=["tea"])
        gone = make_profile("gone")
        services.update_profile(gone, is_suspended=True)
        services.update_profile(ada, bio=bio)
        html = client.get(page_of("ada")).content.decode()
        assert (
            '&lt;b&gt; <a class="tw-url" href="https://example.org" rel="nofollow ugc noopener" '
            'dir="ltr">example.org</a><br>'
            f'<a class="tw-mention" dir="ltr" href="{page_of("bob")}">@Bob</a> '
            f'@nobody @gone <a class="tw-hashtag" dir="auto" href="{tag}">'
            "#Tea</a> &amp;amp; $AA javascript:x</p>"
        ) in html

    def test_bio_mentions_a_hidden_profile_like_nobody(
        self, as_bob: Client, ada: Profile, bob: Profile
    ) -> None:
        grace = make_profile("grace")
        services.update_profile(ada, bio="with @grace")
        assert f'href="{page_of("grace")}"' in as_bob.get(page_of("ada")).content.decode()
        services.block(grace, bob)
        numbers = set()
        for handle in ("grace", "nobody"):
            services.update_profile(ada, bio=f"with @{handle}")
            as_bob.get(page_of("ada"))
            with CaptureQueriesContext(connection) as asked:
                html = as_bob.get(page_of("ada")).content.decode()
            assert f"with @{handle}</p>" in html
            numbers.add(len(asked))
        assert len(numbers) == 1

    def test_only_the_owner_gets_an_edit_link(
        self, as_ada: Client, as_bob: Client, ada: Profile
    ) -> None:
        assert "Edit profile" in as_ada.get(page_of("ada")).content.decode()
        assert "Edit profile" not in as_bob.get(page_of("ada")).content.decode()

    def test_other_spellings_redirect(self, client: Client, ada: Profile) -> None:
        response = client.get(page_of("ADA") + "?before=5")
        assert response.status_code == 301
        assert response.headers["Location"] == page_of("ada") + "?before=5"
        assert client.get(page_of("ADA")).headers["Location"] == page_of("ada")

    @pytest.mark.parametrize("handle", ["nobody", "a" * 21, "with-dash", "é", "a.b", "%00"])
    def test_missing_profile_is_not_found(self, client: Client, handle: str) -> None:
        assert client.get(f"{reverse('django_tweets:home')}@{handle}/").status_code == 404

    def test_suspended_profile_is_not_found(self, client: Client) -> None:
        make_profile("gone", is_suspended=True)
        assert client.get(page_of("gone")).status_code == 404
        client.force_login(make_user(is_staff=True))
        assert client.get(page_of("gone")).status_code == 200

    def test_protected_profile_says_so(self, client: Client) -> None:
        author = make_profile("shy", is_protected=True)
        make_tweet(author, "secret")
        html = client.get(page_of("shy")).content.decode()
        assert "secret" not in html
        assert "These tweets are protected" in html

    @pytest.mark.parametrize("cursor", ["before=x", "after=-1"])
    def test_invalid_cursor_is_a_bad_request(
        self, client: Client, ada: Profile, cursor: str
    ) -> None:
        assert client.get(f"{page_of('ada')}?{cursor}").status_code == 400

    def test_pages_are_linked(self, client: Client, ada: Profile) -> None:
        make_tweets(ada, 21)
        first = client.get(page_of("ada")).content.decode()
        assert 'rel="next"' in first
        assert 'rel="prev"' not in first
        older = client.get(page_of("ada")).context["page"].older.query_string
        second = client.get(page_of("ada") + older).content.decode()
        assert "number 1<" in second
        assert 'rel="next"' not in second
        assert 'rel="prev"' in second

    @pytest.mark.parametrize("count", [1, 20])
    def test_query_count_is_constant(self, as_bob: Client, ada: Profile, count: int) -> None:
        make_tweets(ada, count)
        as_bob.get(page_of("ada"))  # what is found out once in some minutes
        # Session, user, who looks, whom at, what is between them, tweets, what one did with them,
        # and whom to follow.
        with at_most(9):
            as_bob.get(page_of("ada"))


class TestUserProfile:
    def test_user_redirects_to_the_profile(self, client: Client, ada: Profile) -> None:
        response = client.get(by_user(ada.user.pk))
        assert response.status_code == 302
        assert response.headers["Location"] == page_of("ada")

    def test_user_without_a_profile_gets_one(self, client: Client) -> None:
        model = get_user_model()
        (user,) = model._base_manager.bulk_create([model(**{model.USERNAME_FIELD: "old"})])
        user = model._base_manager.get(**{model.USERNAME_FIELD: "old"})
        response = client.get(by_user(user.pk))
        assert response.headers["Location"] == page_of(
            get_profile_model().objects.get(user=user).handle
        )

    @pytest.mark.parametrize("pk", ["0", "x", uuid.UUID(int=0), "9" * 30, "-1", "é"])
    def test_missing_user_is_not_found(self, client: Client, pk: object) -> None:
        assert client.get(by_user(pk)).status_code == 404

    def test_suspended_user_is_not_found(self, client: Client) -> None:
        profile = make_profile(is_suspended=True)
        assert client.get(by_user(profile.user.pk)).status_code == 404


def png() -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (30, 30), (10, 200, 10)).save(out, "PNG")
    return SimpleUploadedFile("me.png", out.getvalue(), "image/png")


class TestProfileForm:
    def data(self, **changes: Any) -> dict[str, Any]:
        fields = {"display_name": "", "handle": "ada", "bio": "", "location": "", "website": ""}
        return {**fields, **PROFILE_EXTRA, **changes}

    def test_visitor_is_sent_to_login(self, client: Client) -> None:
        response = client.get(EDIT)
        assert response.headers["Location"] == f"/accounts/login/?next={EDIT}"

    def test_form_has_the_stored_values(self, as_ada: Client, ada: Profile) -> None:
        html = as_ada.get(EDIT).content.decode()
        assert 'value="ada"' in html
        assert 'enctype="multipart/form-data"' in html

    def test_form_saves(self, as_ada: Client, ada: Profile) -> None:
        data = self.data(display_name="Ada L", bio="One\r\ntwo ", website="example.org")
        response = as_ada.post(EDIT, data)
        assert response.status_code == 302
        assert response.headers["Location"] == page_of("ada")
        ada.refresh_from_db()
        assert (ada.display_name, ada.bio) == ("Ada L", "One\ntwo")
        assert ada.website == "https://example.org"

    def test_new_handle_is_in_the_redirect(self, as_ada: Client, ada: Profile) -> None:
        response = as_ada.post(EDIT, self.data(handle="Countess"))
        assert response.headers["Location"] == page_of("countess")

    def test_first_error_is_linked_and_has_the_focus(
        self, as_ada: Client, ada: Profile, bob: Profile
    ) -> None:
        html = as_ada.post(EDIT, self.data(handle="BOB", website="ftp://x")).content.decode()
        assert html.count(" autofocus") == 1
        (field,) = re.findall(r'<input[^>]* id="id_handle"[^>]*>', html)
        assert " autofocus" in field
        assert 'aria-describedby="id_handle_helptext id_handle_error"' in field
        (error,) = re.findall(r'<ul[^>]* id="id_handle_error"><li>(.*?)</li>', html)
        assert error == "This handle is taken."
        assert " autofocus" not in as_ada.get(EDIT).content.decode()

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("handle", "bob"),
            ("handle", "BOB"),
            ("handle", "no dashes-"),
            ("handle", ""),
            ("bio", "x" * 201),
            ("website", "javascript:alert(1)"),
            ("website", "ftp://example.org"),
        ],
    )
    def test_invalid_form_shows_errors_and_input(
        self, as_ada: Client, ada: Profile, bob: Profile, field: str, value: str
    ) -> None:
        data = self.data(location="Porto", **{field: value})
        response = as_ada.post(EDIT, data)
        assert response.status_code == 422
        assert field in response.context["form"].errors
        html = response.content.decode()
        assert 'value="Porto"' in html
        assert value in html
        assert 'aria-invalid="true"' in html
        ada.refresh_from_db()
        assert (ada.handle, ada.location) == ("ada", "")

    def test_invalid_form_does_not_change_the_page(
        self, as_ada: Client, ada: Profile, bob: Profile
    ) -> None:
        html = as_ada.post(EDIT, self.data(handle="bob")).content.decode()
        assert page_of("bob") not in html
        assert page_of("ada") in html

    def test_picture_is_converted(self, as_ada: Client, ada: Profile, media: Path) -> None:
        assert as_ada.post(EDIT, self.data(avatar=png(), banner=png())).status_code == 302
        ada.refresh_from_db()
        for file, size in ((ada.avatar, images.AVATAR), (ada.banner, images.BANNER)):
            with Image.open(media / file.name) as picture:
                assert (picture.format, picture.size) == ("WEBP", size)
        html = as_ada.get(page_of("ada")).content.decode()
        assert ada.avatar.url in html
        assert ada.banner.url in html

    def test_form_links_the_current_picture(
        self, as_ada: Client, ada: Profile, media: Path
    ) -> None:
        as_ada.post(EDIT, self.data(avatar=png()))
        ada.refresh_from_db()
        html = as_ada.get(EDIT).content.decode()
        assert f'<a href="{ada.avatar.url}">view picture</a>' in html

    def test_picture_can_be_removed(self, as_ada: Client, ada: Profile, media: Path) -> None:
        as_ada.post(EDIT, self.data(avatar=png()))
        as_ada.post(EDIT, self.data(**{"avatar-clear": "on"}))
        ada.refresh_from_db()
        assert not ada.avatar

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            (b"no picture", "not a picture"),
            (make_decompression_bomb(9000, 9000).getvalue(), "too many pixels"),
            (bytes(images.MAX_BYTES + 1), "larger than 10.0"),
            (b"", "empty"),
        ],
    )
    def test_invalid_picture_is_a_form_error(
        self, as_ada: Client, ada: Profile, media: Path, content: bytes, message: str
    ) -> None:
        upload = SimpleUploadedFile("me.png", content, "image/png")
        response = as_ada.post(EDIT, self.data(avatar=upload, bio="kept"))
        assert response.status_code == 422
        assert message in str(response.context["form"].errors["avatar"])
        assert "kept" in response.content.decode()
        ada.refresh_from_db()
        assert not ada.avatar
        assert not list(media.rglob("*"))
