"""The limits of text fields in forms: shown, and as the server counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from tests.factories import PROFILE_EXTRA

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories import Profile

pytestmark = pytest.mark.django_db

EDIT = reverse("django_tweets:profile_edit")


def test_form_shows_the_limit_of_each_text_field(as_ada: Client) -> None:
    html = as_ada.get(EDIT).text
    for count in (20, 50, 100, 200):
        assert f"At most {count} characters" in html
        assert f'data-limit="{count}"' in html


def test_browser_stops_only_what_is_never_accepted(as_ada: Client, ada: Profile) -> None:
    """A browser counts UTF-16: with maxlength="50" it would refuse a name of 26 emoji."""
    form = as_ada.get(EDIT).context["form"]
    assert form.fields["display_name"].widget.attrs["maxlength"] == 400
    decomposed = "e\u0301" * 50
    data = {"handle": "ada", "display_name": decomposed, **PROFILE_EXTRA}
    assert as_ada.post(EDIT, data).status_code == 302
    ada.refresh_from_db()
    assert ada.display_name == "\xe9" * 50
    data["display_name"] = "👍" * 51
    assert as_ada.post(EDIT, data).status_code == 422
