"""The pages of a data export: HTML to read without a server, without scripts and without network.

They are made here, piece by piece, and not by templates: a month may have 100,000 tweets, and no
more than a batch of them is in memory.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils import dateformat, timezone
from django.utils.formats import get_format
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_bidi, ngettext
from django.utils.translation import gettext as _

from .. import notification_kinds, snowflake, text
from ..formatting.times import format_datetime, format_timestamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .export_data import Row, Section

STYLE = """\
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0 auto; padding: 1rem; max-inline-size: 40rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.25; }
h2 { font-size: 1.125rem; }
a { color: light-dark(#0b57d0, #a8c7fa); }
ul { padding: 0; list-style: none; }
li { padding-block: 0.35rem; }
nav, small, footer, time { color: light-dark(#555, #aaa); font-size: 0.875rem; }
article { padding-block: 0.75rem; border-block-start: 1px solid light-dark(#ddd, #444); }
article p { margin-block: 0.25rem; }
figure { margin: 0.5rem 0; }
img, video { max-inline-size: 100%; block-size: auto; border-radius: 0.5rem; }
audio { inline-size: 100%; }
.avatar { inline-size: 6rem; block-size: 6rem; border-radius: 50%; object-fit: cover; }
.bio { white-space: pre-line; }
"""

_HEAD = """\
<!doctype html>
<html lang="{}" dir="{}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self' file:; \
media-src 'self' file:; style-src 'self' file:">
<meta name="referrer" content="no-referrer">
<title>{}</title>
<link rel="stylesheet" href="{}style.css">
</head>
<body>
"""


class Month(NamedTuple):
    """A month with tweets, and how many. Months are those of the site's time zone."""

    year: int
    month: int
    tweets: int

    @property
    def keys(self) -> tuple[int, int]:
        """The first key that a tweet of this month can have, and that of the next month."""
        zone = timezone.get_default_timezone()
        start = datetime(self.year, self.month, 1, tzinfo=zone)
        end = datetime(self.year + self.month // 12, self.month % 12 + 1, 1, tzinfo=zone)
        return snowflake.first_id(start), snowflake.first_id(end)

    @property
    def path(self) -> str:
        """Path of its page in the ZIP."""
        return f"tweets/{self.year:04}-{self.month:02}.html"

    @property
    def title(self) -> str:
        """Its name, such as November 2026."""
        return dateformat.format(date(self.year, self.month, 1), get_format("YEAR_MONTH_FORMAT"))


def month_of(key: int) -> tuple[int, int]:
    """Return year and month of the tweet with this key."""
    local = snowflake.get_time(key).astimezone(timezone.get_default_timezone())
    return local.year, local.month


def head(title: str, root: str = "") -> SafeString:
    """Return the beginning of a page. root: "../" in a folder."""
    direction = "rtl" if get_language_bidi() else "ltr"
    start = format_html(_HEAD, get_language() or "en", direction, title, root)
    back = format_html('<nav><a href="{}index.html">{}</a></nav>\n', root, _("Your data"))
    return start + (back if title != _("Your data") else SafeString("")) + _heading(title)


def _heading(title: str) -> SafeString:
    return format_html("<h1>{}</h1>\n", title)


FOOT = "</body>\n</html>\n"


def index(profile: Row, months: Iterable[Month], sections: dict[Section, int]) -> Iterator[str]:
    """Yield the first page, in parts."""
    yield head(_("Your data"))
    if profile["avatar"]:
        yield format_html('<img class="avatar" src="{}" alt="">\n', profile["avatar"])
    name = profile["name"] or profile["handle"]
    yield format_html(
        '<h2><bdi>{}</bdi></h2>\n<p><a href="{}" dir="ltr">@{}</a></p>\n',
        name,
        profile["url"],
        profile["handle"],
    )
    if profile["bio"]:
        yield format_html('<p class="bio" dir="auto">{}</p>\n', profile["bio"])
    yield format_html("<h2>{}</h2>\n<ul>\n", _("Tweets"))
    for month in reversed([*months]):
        count = ngettext("%(count)s tweet", "%(count)s tweets", month.tweets)
        yield _index_line(month.path, month.title, count % {"count": month.tweets})
    yield format_html("</ul>\n<h2>{}</h2>\n<ul>\n", _("Everything else"))
    for section, rows in sections.items():
        yield _index_line(f"{section.name}.html", section.title, str(rows))
    yield "</ul>\n<footer>\n"
    yield format_html(
        "<p>{}</p>\n<p>{}</p>\n",
        _("The folder “data” has the same for programs, as JSON. Your files are in “media”."),
        _("If there are several ZIP files, unpack all of them into one folder."),
    )
    yield "</footer>\n" + FOOT


def _index_line(url: str, label: Any, detail: str) -> str:
    return format_html('<li><a href="{}">{}</a> <small>{}</small></li>\n', url, label, detail)


def section_rows(rows: Iterable[Row]) -> str:
    """Return rows of a section as list items."""
    return "".join(_section_row(row) for row in rows)


def _section_row(row: Row) -> str:
    when = _time(row["when"]) if "when" in row else ""
    if "handle" in row:
        shown = format_html('<a href="{}" dir="ltr">@{}</a>', row["url"], row["handle"])
    elif "hashtag" in row:
        shown = format_html('<bdi dir="auto">#{}</bdi>', row["hashtag"])
    elif "file" in row:
        shown = format_html('<a href="{}" dir="ltr">{}</a>', row["file"], row["file"])
    elif "kind" in row:
        shown = _notification(row)
    else:
        shown = _tweet_link(row, row["tweet"])
    return format_html("<li>{} {}</li>\n", shown, when)


def _notification(row: Row) -> SafeString:
    kind = notification_kinds.get_kind(row["kind"])
    label = kind.label if kind else row["kind"]
    return format_html('<a href="{}">{}</a>', row["url"], label) if row["url"] else escape(label)


def _tweet_link(row: Row, key: str) -> SafeString:
    """Return a link to a tweet of somebody, by the handle; its key if the member can't read it."""
    if not row["url"]:
        return format_html('<bdi dir="ltr">{}</bdi>', key)
    return format_html('<a href="{}" dir="ltr">@{}</a>', row["url"], row["author"])


def tweet(row: Row) -> str:
    """Return a tweet as HTML, for a page in a folder."""
    lines = [_reference(row, name, label) for name, label in _references()]
    if row["content_warning"]:
        lines.append(format_html('<p dir="auto"><strong>{}</strong></p>', row["content_warning"]))
    if row["text"]:
        lines.append(format_html('<p dir="auto">{}</p>', _text(row["text"])))
    lines += [_figure(each) for each in row["attachments"]]
    for earlier in row["earlier_texts"]:
        lines.append(_earlier(earlier))
    link = format_html('<p><a href="{}">{}</a></p>', row["url"], _time(row["written"]))
    body = format_html_join("\n", "{}", ((line,) for line in [*filter(None, lines), link]))
    return format_html('<article id="t{}">\n{}\n</article>\n', row["id"], body)


def _references() -> tuple[tuple[str, str], ...]:
    return (
        ("in_reply_to", _("In reply to")),
        ("retweet_of", _("Retweet of")),
        ("quote_of", _("Quote of")),
    )


def _reference(row: Row, name: str, label: str) -> SafeString:
    if row[name] is None:
        return SafeString("")
    link = _tweet_link(row[name], row[name]["id"])
    return format_html("<p><small>{}</small> {}</p>", label, link)


def _earlier(row: Row) -> SafeString:
    summary = format_html("{} · {}", _("Earlier text"), _time(row["written"]))
    warning = row["content_warning"]
    before = format_html('<p dir="auto"><strong>{}</strong></p>', warning) if warning else ""
    return format_html(
        '<details><summary><small>{}</small></summary>{}<p dir="auto">{}</p></details>',
        summary,
        before,
        _text(row["text"]),
    )


def _text(content: str) -> SafeString:
    """Return a text with its links. Mentions and hashtags stay text: no page of ours has them."""
    return text.to_html(content, text.parse(content).entities, lambda _: None)


def _figure(row: Row) -> SafeString:
    file, still = f"../{row['file']}", f"../{row['still']}" if row["still"] else ""
    if row["kind"] == "image":
        shown = format_html(
            '<img src="{}" alt="{}" width="{}" height="{}" loading="lazy">',
            file,
            row["alt"],
            row["width"],
            row["height"],
        )
    elif row["kind"] == "audio":
        shown = format_html('<audio src="{}" controls preload="none"></audio>', file)
    else:
        poster = format_html(' poster="{}"', still) if still else ""
        shown = format_html('<video src="{}"{} controls preload="none"></video>', file, poster)
    caption = format_html('<figcaption dir="auto"><small>{}</small></figcaption>', row["alt"])
    return format_html("<figure>{}{}</figure>", shown, caption if row["alt"] else "")


def _time(moment: Any) -> SafeString:
    shown = format_datetime(moment)
    return format_html('<time datetime="{}">{}</time>', format_timestamp(moment), shown)
