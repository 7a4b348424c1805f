"""Time of parse() for ordinary tweets, and for worst-case texts at doubling lengths.

Run: python benchmarks/text.py

Prints the median CPU time, which depends least on other load.
"""

from __future__ import annotations

import platform
import statistics
import sys
import unicodedata
from itertools import chain, cycle, islice
from time import process_time

import regex

from django_tweets.text import MAX_RAW_LENGTH, clean_text, parse

LENGTHS = (1024, 2048, 4096, 8192, MAX_RAW_LENGTH)
ROUNDS = 41

ORDINARY = {
    "a sentence": "Just setting up my twttr, and already the coffee is cold.",
    "five sentences": "The quick brown fox jumps over the lazy dog and then, well, " * 5,
    "mention, hashtags, URL": (
        "Slides of @ada's talk about #Python and #Django are up: "
        "https://example.com/talks/2025/keyset-pages?lang=en#slide-7 (thanks, @grace!)"
    ),
    "Japanese": "今日は#東京 でカンファレンス。資料はexample.jp/slidesにあります。" * 3,
    "emoji": "Ship it 🚀🚀 👩🏽‍💻👨‍👩‍👧‍👦 🏳️‍🌈 1️⃣2️⃣3️⃣ 🇫🇷🇯🇵 ©️",
}

# Worst cases: the start of the text, and the part that is repeated.
FAMILIES = {
    "`a.a.a…`": ("", "a."),
    "`a.com.com.com…`": ("a", ".com"),
    "`a-a-a-…`": ("", "a-"),
    "`a_a.a_a.…`": ("", "a_a."),
    "`a.b.c.…` after `http://`": ("http://", "a.b.c."),
    "`http://http://…`": ("", "http://"),
    "`http://a.com/((((…`": ("http://a.com/", "("),
    "`http://a.com/(a(a(…`": ("http://a.com/", "(a"),
    "`http://a.com/!(a)!(a)…`": ("http://a.com/", "!(a)"),
    "`http://a.com/(http://a.com/(…`": ("", "http://a.com/("),
    "`a.com/%&%&…`": ("a.com/", "%&"),
    "`a.com?!!!!…`": ("a.com?", "!"),
    '`"a.com"a.com…`': ("", '"a.com'),
    "`((((…`": ("", "("),
    "`@@@@…`": ("", "@"),
    "`@a@a@a…`": ("", "@a"),
    "`x@x@x@…`": ("", "x@"),
    "`@a/a-_/@a/a-_/…`": ("", "@a/a-_/"),
    "`RT@RT@…`": ("", "RT@"),
    "`####…`": ("", "#"),
    "`#1#1#1…`": ("", "#1"),
    "`#_1_1_1…`": ("#", "_1"),
    "`$$$$…`": ("", "$"),
    "`$a $a $a…`": ("", "$a "),
    "white space": ("", " \n\u3000"),
    "one letter": ("", "a"),
    "one CJK letter": ("", "日"),
    "CJK and ASCII letters": ("", "日a"),
    "CJK and ASCII domains": ("", "日a.com本b.jp"),
    "labels to put in Punycode": (
        "",
        ("".join(map(chr, range(0x4E00, 0x4E28))) + ".") * 8 + "com ",
    ),
    "one combining mark": ("a", "\u0301"),
    "marks out of order": ("a", "\u0301\u0323"),
    "30 marks a letter": ("", "a" + "\u0301\u0323" * 15),
    "letters to compose": ("", "a\u0301"),
    "Hangul to compose": ("", "\u1100\u1161\u11a8"),
    "ZWJ chain": ("", "👩\u200d"),
    "skin tones": ("", "👩🏽"),
    "regional indicators": ("", "🇦"),
    "keycaps": ("", "1\ufe0f\u20e3"),
    "digits": ("", "1"),
    "a flag of endless tags": ("🏴", "\U000e0067"),
    "directional marks": ("", "\u202a\u2066"),
    "lone surrogates": ("", "\ud83d"),
}


def repeat_to_length(opening: str, repeated: str, length: int) -> str:
    return "".join(islice(chain(opening, cycle(repeated)), length))


def measure_medians(texts: dict[tuple[str, int], str], rounds: int) -> dict[tuple[str, int], float]:
    """Return the median seconds of parse() for each text, after a warm-up, all texts each round."""
    times: dict[tuple[str, int], list[float]] = {key: [] for key in texts}
    for round_number in range(rounds + 1):
        for key, text in texts.items():
            start = process_time()
            parse(text)
            if round_number:
                times[key].append(process_time() - start)
    return {key: statistics.median(samples) for key, samples in times.items()}


def print_ordinary() -> None:
    texts = {(name, len(text)): clean_text(text) for name, text in ORDINARY.items()}
    print("| ordinary tweet | code points | µs |")
    print("| --- | ---: | ---: |")
    for (name, length), seconds in measure_medians(texts, 500).items():
        print(f"| {name} | {length} | {seconds * 1e6:.0f} |")


def print_families() -> None:
    texts = {
        (name, length): repeat_to_length(*family, length)
        for name, family in FAMILIES.items()
        for length in LENGTHS
    }
    taken = measure_medians(texts, ROUNDS)
    print("| ms by code points |", " | ".join(f"{length:,}" for length in LENGTHS), "| growth |")
    print("| --- |" + " ---: |" * (len(LENGTHS) + 1))
    for name in FAMILIES:
        row = [taken[name, length] for length in LENGTHS]
        cells = " | ".join(f"{seconds * 1e3:.2f}" for seconds in row)
        print(f"| {name} | {cells} | {row[-1] / row[-2]:.1f} |")


if __name__ == "__main__":
    print(
        f"Python {platform.python_version()}, regex {regex.__version__}, "
        f"Unicode {unicodedata.unidata_version}, {sys.platform}\n"
    )
    print_ordinary()
    print()
    print_families()
