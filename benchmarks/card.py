"""python -m benchmarks.card: rendering twenty cards, compared with a bare loop over the tweets."""

from __future__ import annotations

import gc
import platform
import statistics
from datetime import timedelta
from functools import partial
from random import Random
from time import process_time
from typing import TYPE_CHECKING, Any

import django
from django.conf import settings

from benchmarks.standalone import configure

if not settings.configured:
    configure("django.contrib.staticfiles", ROOT_URLCONF=__name__, STATIC_URL="static/")

from django.core.management import call_command
from django.template import engines
from django.test import RequestFactory
from django.urls import include, path
from django.utils import timezone

from django_tweets import services, testing, timelines
from django_tweets.models import Visibility

if TYPE_CHECKING:
    from collections.abc import Callable

    from django_tweets.models import AbstractProfile, AbstractTweet

urlpatterns = [path("tweets/", include("django_tweets.urls"))]

ROUNDS = 300
WORDS = """
after almost bread bridge coffee early every garden library light maybe morning never
on opens other paper quiet rain river shop slow table the this train under water winter
"""

# Only the data of a card: no controls, labels, icons or includes.
BARE_LOOP = """{% load django_tweets %}
{% for row in tweets %}{% with tweet=row.shown %}
{{ row.profile.shown_name }}
<a href="{{ tweet.profile.get_absolute_url }}">{{ tweet.profile.shown_name }}</a>
@{{ tweet.profile.handle }} {{ tweet.profile.initials }}
<a href="{{ tweet.get_absolute_url }}">{{ tweet.created_at|tweet_time }}</a>
{{ tweet.created_at|tweet_datetime }} {{ tweet.edited_at }}
{{ tweet.reply_handle }} {{ tweet.content_warning }}
<p>{{ tweet|tweet_html }}</p>
{% if tweet.quoted %}{{ tweet.quoted.profile.shown_name }} {{ tweet.quoted|tweet_html }}{% endif %}
{{ tweet.reply_count }} {{ tweet.retweet_count }} {{ tweet.quote_count }} {{ tweet.like_count }}
{{ tweet.is_liked }} {{ tweet.is_retweeted }} {{ tweet.is_bookmarked }}
{% endwith %}{% endfor %}"""

# Only author, address, time, text and counts of a card.
SHORT_LOOP = """{% load django_tweets %}
{% for row in tweets %}{% with tweet=row.shown %}
<a href="{{ tweet.profile.get_absolute_url }}">{{ tweet.profile.shown_name }}</a>
@{{ tweet.profile.handle }}
<a href="{{ tweet.get_absolute_url }}">{{ tweet.created_at|date:"c" }}</a>
<p>{{ tweet|tweet_html }}</p>
{{ tweet.reply_count }} {{ tweet.retweet_count }} {{ tweet.quote_count }} {{ tweet.like_count }}
{% endwith %}{% endfor %}"""


def make_home() -> tuple[AbstractProfile, list[AbstractTweet]]:
    """Create a reader and twenty tweets of all kinds from the last days, and return them."""
    random = Random("card")
    reader, *authors = (testing.make_profile(f"person{number}") for number in range(1, 9))
    tweets: list[Any] = []
    for number in range(20):
        author, content = random.choice(authors), make_text(random)
        fields: dict[str, Any] = {"created_at": timezone.now() - timedelta(hours=60 - 3 * number)}
        other: Any = tweets[random.randrange(number) // 2] if tweets else None
        if number in {9, 18}:
            author, content, fields["retweet_of"] = authors[number % 7], "", tweets[number // 3]
        elif number % 6 == 5:
            fields["quote_of"] = other
        elif number % 4 == 3:
            fields |= {"in_reply_to": other, "conversation": other}
            fields["in_reply_to_profile"] = other.profile
        elif number in {4, 12}:
            fields["content_warning"] = "About bread"
        elif number == 14:
            fields["visibility"] = Visibility.UNLISTED
        tweets.append(testing.make_tweet(author, content, **fields))
        if number in {2, 16}:
            services.edit(tweets[-1], content=f"{content} Indeed.")
        elif number % 3 == 1:
            services.like(reader, tweets[-1])
    return reader, timelines.hydrate([tweet.pk for tweet in reversed(tweets)], reader)


def make_text(random: Random) -> str:
    """Return 5 to 40 words; one text in five has a tag, in seven a mention, in ten a link."""
    words = random.choices(WORDS.split(), k=random.randint(5, 40))
    words += ["#django"] * (random.random() < 0.2)
    words += [f"@person{random.randint(1, 8)}"] * (random.random() < 0.14)
    words += ["https://example.com/bread/?page=7"] * (random.random() < 0.1)
    return f"{' '.join(words).capitalize()}."


def measure_medians(works: dict[str, Callable[[], Any]]) -> dict[str, float]:
    """Return the median milliseconds of each work, after a warm-up, in random order each round."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    order, random = list(works), Random("order")
    gc.collect()
    gc.disable()
    for number in range(-10, ROUNDS):
        random.shuffle(order)
        for name in order:
            began = process_time()
            works[name]()
            if number >= 0:
                taken[name].append((process_time() - began) * 1e3)
    gc.enable()
    return {name: statistics.median(samples) for name, samples in taken.items()}


def main() -> None:
    call_command("migrate", verbosity=0)
    reader, tweets = make_home()
    request = RequestFactory().get("/tweets/")
    context = {"tweets": tweets, "viewer": reader, "here": "/tweets/"}
    engine = engines["django"]
    templates: dict[str, Any] = {
        "bare loop": engine.from_string(BARE_LOOP),
        "bare loop, five facts": engine.from_string(SHORT_LOOP),
        "our cards": engine.get_template("django_tweets/_tweet_list.html"),
    }
    rendered = {name: template.render(context, request) for name, template in templates.items()}
    found = measure_medians(
        {name: partial(template.render, context, request) for name, template in templates.items()}
    )
    bare = found["bare loop"]
    print(f"Python {platform.python_version()}, Django {django.__version__}; {ROUNDS} rounds.\n")
    print("| 20 tweets | ms | bytes | times the bare loop |")
    print("| --- | ---: | ---: | ---: |")
    for name, taken in found.items():
        print(f"| {name} | {taken:.1f} | {len(rendered[name].encode()):,} | {taken / bare:.2f} |")


if __name__ == "__main__":
    main()
