"""Unsent text of a member whose session ended, kept until they log in.

It is the only thing that a visitor can store in a session, so it is bounded: one text, no longer
than a tweet may be, with the keys of the files that were uploaded for it, and only from a form that
was made for a member.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from django.conf import settings
from django.contrib.sessions.backends.signed_cookies import SessionStore as CookieSession
from django.core import signing

from .. import text
from ..conf import conf
from ..services.unsent_texts import SESSION_KEY
from ..snowflake import read_id

if TYPE_CHECKING:
    from django.contrib.sessions.backends.base import SessionBase
    from django.http import HttpRequest

    from ..models import AbstractProfile

MAX_COOKIE_LENGTH = 3800
"""Bytes of the name and value of a session cookie. Browsers drop one of more than 4,096, with its
attributes."""

_signer = signing.Signer(salt="django_tweets.writer_key")


def sign(member: AbstractProfile) -> str:
    """Return the value of the field `writer`: the key of member, and proof that we made the form.

    Not the handle, which another profile can have later.
    """
    return _signer.sign(str(member.pk))


def save(request: HttpRequest, path: str = "") -> bool:
    """Store the posted content in the session, with the key of its writer and a path.

    path: the URL of the page whose form gets the content back; by default that of request.

    Return whether it is stored. It is not if the form was not made for a member, or if the content
    is longer than a tweet or than the session can be.
    """
    content, signed = request.POST.get("content", ""), request.POST.get("writer", "")
    sent = request.POST.getlist("attachments")[: conf.MEDIA_LIMITS["attachments"]]
    keys = [key for each in sent if (key := read_id(each)) is not None]
    if not (content or keys) or len(content) > text.MAX_RAW_LENGTH:
        return False
    try:
        writer = _signer.unsign(signed)
    except signing.BadSignature:
        return False
    before = request.session.get(SESSION_KEY)
    request.session[SESSION_KEY] = [unquote(path) or request.path, writer, content, keys]
    if _fits(request.session):
        return True
    del request.session[SESSION_KEY]
    if before is not None:
        request.session[SESSION_KEY] = before
    return False


def _fits(session: SessionBase) -> bool:
    """Return whether the browser keeps session, if it is stored in a cookie."""
    if not isinstance(session, CookieSession):
        return True
    data = dict(session.items())
    value = signing.dumps(data, compress=True, salt="as long as any", serializer=session.serializer)
    return len(settings.SESSION_COOKIE_NAME) + len(value) <= MAX_COOKIE_LENGTH


def pop(request: HttpRequest, member: AbstractProfile) -> dict[str, Any]:
    """Remove the text stored for the path of request; return it as initial values of the form.

    Only its writer gets it: another member may log in next in the same browser.
    """
    if request.method != "GET":
        return {}
    path, writer, content, *keys = request.session.get(SESSION_KEY, (None, None, None))
    if path != request.path:
        return {}
    del request.session[SESSION_KEY]
    if writer != str(member.pk):
        return {}
    return {"content": content, **({"attachments": keys[0]} if keys and keys[0] else {})}
