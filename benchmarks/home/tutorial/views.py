"""A view as in the usual tutorial: filter on relations, Paginator, queries in the template."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import render

from .models import Tweet

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@login_required
def home(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    tweets = Tweet._default_manager.filter(
        user__tutorial_profile__in=user.tutorial_profile.follows.all()
    )
    page = Paginator(tweets, 20).get_page(request.GET.get("page"))
    return render(request, "tutorial/home.html", {"page": page})
