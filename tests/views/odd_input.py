"""Unusual requests of programs, old browsers and attackers, for test_fuzz.py."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

TEXTS: list[bytes] = [
    b"",
    b" ",
    b"\0",
    b"a\0b",
    b"\r\nSet-Cookie: a=b",
    b"\x7f\x1b[31m",
    b"\xff\xfe",
    b"\xc0\xaf",
    b"\xed\xa0\x80",  # half of a surrogate pair
    b"\xf4\x90\x80\x80",  # beyond Unicode
    "\u202e\u2066".encode(),
    "\u200b".encode(),
    "\u0130\u0131\u00df\ufb03".encode(),  # longer or shorter in another case
    "\U0001f926\U0001f3fc\u200d\u2642\ufe0f".encode() * 100,
    "a\u0301".encode() * 2000,
    b"x" * 20_000,
    b"%00%0a%ff",
    b"%s %d %(name)s {0} {{ x }} {% x %}",
    b"'\"><script>--",
    b"../../../etc/passwd",
    b"//evil.example\\@testserver",
    b"http://[::1",
    b'from:a from:\0 since:99999-99-99 until:0000-00-00 "',
    b"#\0 @\0",
    b"@a\0",
    b"#\xff",
]
NUMBERS: list[bytes] = [
    b"0",
    b"-1",
    b"+1",
    b"1.5",
    b"1e999",
    b"NaN",
    b"Infinity",
    b"0x10",
    b"1_000",
    b"01",
    b" 1",
    b"true",
    str(2**31).encode(),
    str(2**63 - 1).encode(),
    str(2**63).encode(),
    str(-(2**63) - 1).encode(),
    b"9" * 5000,  # longer than int() reads
    "\u0663".encode(),  # digits of other scripts
    "\u00b2".encode(),
    "\U0001d7d9".encode(),
]
VALUES = TEXTS + NUMBERS

METHODS = ["HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "get", "x" * 300]

HEADERS: list[dict[str, str]] = [
    {"HTTP_IF_NONE_MATCH": value} for value in ("*", '"', 'W/"x', "\xff", '"a",' * 2000)
]
HEADERS += [
    {f"HTTP_IF_{name}_SINCE": value}
    for name in ("MODIFIED", "UNMODIFIED")
    for value in (
        "x",
        "Mon, 01 Jan 0001 00:00:00 GMT",
        "Fri, 31 Dec 9999 23:59:59 GMT",
        "Sun, 31 Feb 2021 25:61:61 GMT",
        "Monday, 01-Jan-70 00:00:00 GMT",
    )
]
HEADERS += [
    {"HTTP_ACCEPT_LANGUAGE": value} for value in ("*;q=0", "xx-\xff", "de;q=9", "a-" * 3000, "\0")
]
HEADERS += [{"HTTP_RANGE": value} for value in ("bytes=9-1", "bytes=-", "x")]
HEADERS += [{"HTTP_X_TWEETS_FRAGMENT": value} for value in ("", "0", "\xff", "x" * 5000)]
HEADERS += [{"HTTP_REFERER": value} for value in ("", "x", "http://[", "\xff\r\n", "x" * 5000)]
HEADERS += [
    {"HTTP_HOST": value}
    for value in ("", "evil.example", "testserver:99999999", "[::1", "a@testserver", "\xff", ":80")
]
HEADERS += [{"HTTP_X_FORWARDED_HOST": "evil.example"}, {"HTTP_X_FORWARDED_PROTO": "\xff"}]
HEADERS += [{"HTTP_SEC_PURPOSE": value} for value in ("", "prefetch;x", "\xff")]
HEADERS += [{"HTTP_X_HTTP_METHOD_OVERRIDE": "DELETE"}, {"HTTP_ACCEPT": "\xff/;q=x,,"}]
HEADERS += [{"REMOTE_ADDR": ""}, {"SERVER_PORT": "x"}, {"wsgi.url_scheme": "https"}]

COOKIES = [
    "sessionid=" + "x" * 5000,
    "sessionid=\xff",
    "sessionid=../../x; sessionid=; sessionid",
    "messages=" + "W1siX19qc29uX21lc3NhZ2Ui" * 50,
    "csrftoken=\xff; django_language=\xff",
    "=; ;;= a",
    'django_timezone="x; a="',
]

BOUNDARY = "XX"


def multipart(fields: list[tuple[str, bytes]], extra: str = "") -> bytes:
    """Return fields as the body of a form with files. extra: more headers for each field."""
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{extra}\r\n\r\n'.encode()
        + value
        + b"\r\n"
        for name, value in fields
    ]
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


def urlencoded(fields: list[tuple[str, bytes]]) -> bytes:
    return "&".join(f"{name}={quote(value, safe='')}" for name, value in fields).encode()


FORM = "application/x-www-form-urlencoded"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"


def bodies(fields: list[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    """Return odd (content type, body) of a form whose fields are valid."""
    body, parts = urlencoded(fields), multipart(fields)
    file = '; filename="a\0\xff/../x.png"\r\nContent-Type: image/png; charset="'
    typed = [(f"{FORM}; charset={name}", body) for name in ("latin-1", "utf-16", "hex", "none", "")]
    typed += [
        (f"{MULTIPART}; charset={name}", parts)
        for name in (
            "utf-7",
            "hex",
            "idna",
            "unicode_escape",
            "utf-32",
            "undefined",
            "none",
            "\xff",
        )
    ]
    return [
        *typed,
        ("", body),
        ("x", body),
        ("application/json", b'{"content": "\\ud800"}'),
        ("text/plain", body),
        (FORM, b""),
        (FORM, b"&&==&%&=%zz&content"),
        (FORM, body + b"&" + body),
        (FORM, b"_charset_=utf-7&" + body),
        (FORM, b"&".join(b"a%d=1" % n for n in range(1100))),
        (f'{FORM}; charset="', body),
        ("multipart/form-data", parts),
        ("multipart/form-data; boundary=", parts),
        (f"multipart/form-data; boundary={'x' * 5_000}", parts),
        ("multipart/form-data; boundary=\xff", parts),
        ("multipart/mixed; boundary=XX", parts),
        (MULTIPART, b""),
        (MULTIPART, parts[: len(parts) // 2]),
        (MULTIPART, parts.replace(b"\r\n", b"\n")),
        (MULTIPART, multipart(fields, file)),
        (MULTIPART, multipart(fields, "\r\nContent-Transfer-Encoding: base64")),
        (MULTIPART, multipart(fields, "; filename*=utf-9''%ff")),
        (MULTIPART, multipart(fields * 2)),
        (MULTIPART, b"--XX\r\n\r\n" * 50),
    ]


def mutations(fields: list[tuple[str, bytes]]) -> list[list[tuple[str, bytes]]]:
    """Return forms in which one field is missing, twice, a list, or has an odd value."""
    found: list[Any] = []
    for at, (name, value) in enumerate(fields):
        others = [*fields[:at], *fields[at + 1 :]]
        found += [[*others, (name, odd)] for odd in VALUES]
        found += [others, [*fields, (name, b"2")], [*others, (f"{name}[]", value)]]
    return found


JSON_VALUES: list[Any] = [
    None,
    True,
    1.5,
    -1,
    2**63,
    10**30,
    "",
    "\0",
    "\ud800",
    "9" * 5000,
    "x" * 20_000,
    [],
    [[]],
    {},
    ["\0"],
    [-1],
    [2**63],
    ["1"] * 1000,
]
JSON_BODIES = [
    "",
    "[]",
    "1",
    "{",
    "NaN",
    "[" * 20_000,
    '{"a":' * 20_000,
    '{"\\ud800": "1"}',
    '{"a": NaN}',
    '{"a": 1e999}',
    '{"a": ' + "9" * 5000 + "}",
]
"""Of programs that send a form as JSON."""
