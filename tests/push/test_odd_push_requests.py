"""Odd requests to the URLs of web push: never a 500, and no write that ends in an error."""

from __future__ import annotations

import random
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from tests.push.push_service import Browser
from tests.views import odd_input
from tests.views.test_fuzz import FRAGMENT, IS_COMPLETE, check, send, valid_fields

if TYPE_CHECKING:
    from tests.factories import Profile

pytestmark = [
    pytest.mark.needs("django_tweets.contrib.push"),
    pytest.mark.django_db,
    pytest.mark.usefixtures("push_keys"),
]

PAGES = ["settings", "subscribe", "worker", "unsubscribe"]


def path(name: str, *args: Any) -> str:
    return reverse(f"django_tweets_push:{name}", args=args)


@pytest.mark.parametrize("is_member", [True, False], ids=["member", "visitor"])
def test_odd_requests_are_no_failures(ada: Profile, is_member: bool) -> None:
    member, browser = Client(), Browser()
    member.force_login(ada.user)
    device = browser.subscribe(ada)
    form = member.get(path("settings")).context["form"]
    fields = {"endpoint": browser.endpoint, **browser.fields, "time_zone": "Europe/Berlin"}
    forms = {
        "settings": [*valid_fields(form.fields), ("quiet_from", b"22:00"), ("time_zone", b"UTC")],
        "subscribe": [(name, value.encode()) for name, value in fields.items()],
    }
    requests: list[Any] = []
    for name, valid in forms.items():
        for odd in odd_input.mutations(valid):
            body, changed = odd_input.urlencoded(odd), [each for each in odd if each not in valid]
            post = partial(send, method="POST", url=path(name), body=body)
            requests.append((f"{name} {str(changed)[:80]}", post))
            requests.append((f"{name} {str(changed)[:80]} script", partial(post, extra=FRAGMENT)))
        for kind, body in odd_input.bodies(valid):
            post = partial(send, method="POST", url=path(name), body=body, kind=kind)
            requests.append((f"{name} {kind[:50]} {body[:50]!r}", post))
    for value in odd_input.VALUES:
        url = path("unsubscribe", device.pk).replace(f"/{device.pk}/", f"/{quote(value)}/")
        requests.append((f"unsubscribe {value[:30]!r}", partial(send, method="POST", url=url)))
    for name in PAGES:
        url = path(name, *([device.pk] if name == "unsubscribe" else []))
        requests += [
            (f"{name} {method[:10]}", partial(send, method=method, url=url))
            for method in odd_input.METHODS
        ]
        for extra in [*odd_input.HEADERS, *({"HTTP_USER_AGENT": each} for each in ("", "\xff"))]:
            post = partial(send, method="POST", url=url, extra=extra)
            requests.append((f"{name} {str(extra)[:80]}", post))
    chosen = requests if IS_COMPLETE else random.Random("push").sample(requests, 80)
    check(member if is_member else Client(), chosen)
