"""Closed sites (DJANGO_TWEETS_PUBLIC): the responses that visitors get instead of pages."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from ..site_links import get_login_url


def ask_for_login(request: HttpRequest, *, is_fragment: bool) -> HttpResponse:
    """Return the response to a visitor, the same for every page whether it exists or not.

    A redirect to the login, which leads back; 401 to the script. Raise PermissionDenied on a site
    without a login page.
    """
    if is_fragment:
        return HttpResponse(status=401)  # the script then opens the page, and so the login
    if not (url := get_login_url(request)):
        raise PermissionDenied(_("Only members can read this site."))
    return HttpResponseRedirect(url)


def make_not_found() -> HttpResponse:
    """Return the 404 for a program, which can't use a redirect to the login."""
    response = HttpResponse("Not found.", status=404, content_type="text/plain; charset=utf-8")
    response.headers["X-Robots-Tag"] = "noindex"
    patch_cache_control(response, private=True, no_store=True)
    return response
