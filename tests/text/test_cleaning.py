"""Cleaning of typed texts: what is stored is visible, safe to show and always the same."""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

import pytest
import regex
from hypothesis import example, given, settings
from hypothesis import strategies as st

from django_tweets import text
from django_tweets.text import cleaning
from django_tweets.text.normalization import nfc
from tests.text.test_properties import texts

if TYPE_CHECKING:
    from collections.abc import Callable

CLEANERS = [text.clean_line, text.clean_text, text.clean_url]

INVISIBLE = (
    *"\u200b\u200c\u200d\u200e\u200f\u061c\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b\u180e\u2060",
    *"\u2061\u2064\u2065\u2066\u2069\u206f\u2800\u3000\u3164\ufe00\ufe0f\ufeff\uffa0\ufff0\ufffc",
    *"\u202a\u202e\u00a0\u1680\u2003\u2028\u0085\0\t\n\r\x1b\x7f\ud800\udfff\uffff",
    *"\U0001d159\U0001d173\U00013441\U000e0001\U000e0041\U000e007f\U000e0100\U000e0fff",
)
HOSTILE = (
    *INVISIBLE,
    *"\u0301\u0302\u0323\u0344\u0345\u0488\u0e47\u0e31\u0f71\u0f73\u05b0\u05bc\u064b\u0653\u20dd",
    *"\u0958\ufb2c\u1100\u1161\u11a8\u212b\u2000\u0340\u0ca0\u0cd5\u0cc6\u0cc2",
    *"aé日1 .:/@#\u05d0\u0627\u0e01\U0001f3f4\U0001f469\U0001f3fd\U000e0067\U0001d157\U0001d165",
    *("\r\n", "\U0001f3f4\U000e0067\U000e0062\U000e007f", "\u0301" * 9, "\u200b" * 20, "\u2066a"),
)
hostile = st.lists(st.sampled_from(HOSTILE), max_size=40).map("".join) | texts

thorough = settings(max_examples=250, deadline=None, derandomize=True, database=None)

is_blank = regex.compile(r"[\p{White_Space}\p{Cf}\p{Default_Ignorable_Code_Point}\p{M}]*").fullmatch


@pytest.mark.parametrize("clean", CLEANERS)
@thorough
@given(content=hostile)
@example("\u0344\u0344a\u0344\u0344\u0301\u0301")
@example("a\ufe0f\ufe0f \ufe0f")
@example("a\u2066\u0301")
@example("\U0001f3f4\U000e0001\U000e0067\U000e0062\U000e007f")
def test_cleaned_text_stays_as_it_is(clean: Callable[[str], str], content: str) -> None:
    cleaned = clean(content)
    assert clean(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert cleaned == cleaned.strip()


@thorough
@given(hostile)
def test_cleaned_text_has_no_hostile_characters(content: str) -> None:
    line, lines = text.clean_line(content), text.clean_text(content)
    for cleaned in (line, lines):
        cleaned.encode()
        assert not regex.search(r"[\u202A-\u202E\u206A-\u206F\uFEFF\uFFFE\uFFFF]", cleaned)
        assert not regex.search(
            r"(?<![\U000E0020-\U000E007E\U0001F3F4])[\U000E0000-\U000E007F]", cleaned
        )
        assert not (cleaned and is_blank(cleaned))
        assert bool(line) == bool(lines)
    assert {c for c in line if unicodedata.category(c) == "Cc"} == set()
    assert {c for c in lines if unicodedata.category(c) == "Cc"} <= {"\n", "\t"}
    assert not regex.search(r"\R|\s\s", line)


@thorough
@given(hostile)
def test_isolates_are_balanced_on_each_line(content: str) -> None:
    for line in text.clean_text(content).split("\n"):
        depth = 0
        for character in line:
            depth += (character in "\u2066\u2067\u2068") - (character == "\u2069")
            assert depth >= 0
        assert depth == 0


@thorough
@given(hostile)
def test_marks_on_a_letter_are_bounded(content: str) -> None:
    for run in regex.findall(r"[\p{M}\p{Cf}]+", text.clean_text(content)):
        marks = [character for character in run if unicodedata.category(character)[0] == "M"]
        assert len(marks) <= cleaning.MAX_MARKS
        assert max(Counter(marks).values(), default=0) <= cleaning.MAX_SAME_MARKS


@pytest.mark.parametrize("clean", CLEANERS)
@given(content=st.lists(st.sampled_from(INVISIBLE)).map("".join))
def test_invisible_text_is_empty(clean: Callable[[str], str], content: str) -> None:
    assert clean(content) == ""


@pytest.mark.parametrize(
    ("content", "stored"),
    [
        pytest.param("cafe\u0301", "café", id="composed"),
        pytest.param("a\r\nb\rc\n\rd", "a\nb\nc\n\nd", id="line breaks"),
        pytest.param("a\x0bb\x0cc\x85d\u2028e\u2029f", "a\nb\nc\nd\ne\nf", id="rare line breaks"),
        pytest.param(" \t\n\u00a0\u3000a b\u2003\n", "a b", id="white space at the edges"),
        pytest.param("\u200b\u2060\u00ada\u180e\u200b", "a", id="nothing at the edges"),
        pytest.param("a \u200b\u00ad b", "a \u200b\u00ad b", id="the same within"),
        pytest.param("\u200fa\u200d\u200c", "\u200fa\u200d\u200c", id="needed edges"),
        pytest.param("\u200f \u0301a \u200d", "\u200fa\u200d", id="edges with marks and spaces"),
        pytest.param("a\0b\x07c\x9fd\x7f", "abcd", id="controls"),
        pytest.param("a\tb", "a\tb", id="a tab"),
        pytest.param("\ufeffa\ufeffb\uffff", "ab", id="byte order marks"),
        pytest.param("a\ud83db\udc00", "ab", id="lone surrogates"),
        pytest.param("\0 \ufeff ", "", id="nothing at all"),
        pytest.param("\u202egpj.exe\u202c", "gpj.exe", id="override"),
        pytest.param("a\u2066b\u2069c\u2069\u2067", "a\u2066b\u2069c", id="isolates"),
        pytest.param("a\u2066\nb\u2069", "a\nb", id="isolate over two lines"),
        pytest.param("a\n\u0301b", "a\nb", id="mark of no letter"),
        pytest.param("a" + "\u2066\u2069\u0301" * 9, "a" + "\u2066\u2069" * 9, id="isolated marks"),
        pytest.param("a\U000e0041\U000e0042b", "ab", id="hidden tags"),
        pytest.param("x" + "\u0302" * 240, "x\u0302\u0302", id="240 marks"),
        pytest.param("x" + "\u200b" * 100 + "y", "x" + "\u200b" * 16 + "y", id="invisible run"),
    ],
)
def test_cleaned_text(content: str, stored: str) -> None:
    assert text.clean_text(content) == stored


@pytest.mark.parametrize(
    ("content", "stored"),
    [
        ("Ada\nLovelace", "Ada Lovelace"),
        ("Ada \r\n\t Lovelace ", "Ada Lovelace"),
        ("Ada\x0b\x1fLovelace", "Ada Lovelace"),
        ("Zoë \u3000\u00a0 Brontë\u2028", "Zoë Brontë"),
        ("山田\u3000太郎", "山田\u3000太郎"),
        ("plain", "plain"),
    ],
)
def test_cleaned_line(content: str, stored: str) -> None:
    assert text.clean_line(content) == stored


@pytest.mark.parametrize(
    ("url", "stored"),
    [
        (" https://example.org/\u202egpj.exe ", "https://example.org/gpj.exe"),
        ("https://ex\u200bam\u2066ple\u00ad.org", "https://example.org"),
        ("https://نامه\u200cای.example", "https://نامه\u200cای.example"),
    ],
)
def test_cleaned_url(url: str, stored: str) -> None:
    assert text.clean_url(url) == stored


@pytest.mark.parametrize(
    "word",
    [
        pytest.param("Tiếng Việt Nguyễn", id="Vietnamese"),
        pytest.param("בְּרֵאשִׁ֖ית בָּרָ֣א אֱלֹהִ֑ים", id="pointed Hebrew"),
        pytest.param("ٱلْحَمْدُ لِلَّٰهِ رَبِّ ٱلْعَٰلَمِينَ", id="pointed Arabic"),
        pytest.param("می\u200cخواهم", id="Persian joiner"),
        pytest.param("ที่นี้ กำลัง น้ำ", id="Thai"),
        pytest.param("हिन्दी क्षत्रिय र्\u200dक", id="Devanagari"),
        pytest.param("বাংলা শ্রী", id="Bengali"),
        pytest.param("ಕನ್ನಡ തമിഴ് தமிழ் తెలుగు", id="Dravidian"),
        pytest.param("ကြွှော့် ကျွန်ုပ်", id="Burmese"),
        pytest.param("ខ្មែរ ស្ត្រី", id="Khmer"),
        pytest.param("བསྒྲུབས་ ཧྐྵྨླྺྲྱྃ", id="Tibetan"),
        pytest.param("ɔ̃̀ː ạ̈́̄", id="phonetic"),
        pytest.param("👩🏽\u200d❤️\u200d💋\u200d👨🏻 🏴󠁧󠁢󠁳󠁣󠁴󠁿 5️⃣ ☺️", id="emoji"),
        pytest.param("葛󠄀城", id="ideographic variation"),
    ],
)
def test_text_of_a_language_stays(word: str) -> None:
    assert text.clean_line(word) == text.clean_text(word) == nfc(word)


@given(
    st.text(st.sampled_from("ae\u0301\u0323\u0f71\u0f73\u0344\u0345\u0488\u093c日"), min_size=31)
)
@example("a" + "\u0301\u0323\u0f73\u0344\u0488" * 40)
@example("ế" + "\u0301\u0323\u0f73\u0344\u0488" * 80)
def test_any_marks_are_composed_as_in_unicode(content: str) -> None:
    assert nfc(content) == unicodedata.normalize("NFC", content)


@pytest.mark.parametrize(
    ("name", "isolated"),
    [("Ada!", "Ada!"), ("עדה", "\u2068עדה\u2069"), ("a\u200f", "\u2068a\u200f\u2069")],
)
def test_name_from_right_to_left_is_isolated(name: str, isolated: str) -> None:
    assert text.isolate(name) == isolated


def test_any_name_in_a_text_from_right_to_left_is_isolated() -> None:
    assert text.isolate("Ada!", is_from_right=True) == "\u2068Ada!\u2069"
