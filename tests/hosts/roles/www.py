"""URLs of the main site: ours are on a host of their own."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def front(request: HttpRequest) -> HttpResponse:
    return HttpResponse("front")


urlpatterns = [path("", front)]
