"""Fold texts for the comparison with block lists: letters that look alike become equal."""

from __future__ import annotations

from unicodedata import normalize

import regex

from .characters import BLANK

# Accents and vowel points, which a reader can do without. The voicing marks of Japanese and the
# vowel signs of Indian scripts make another word, so they stay.
_MARKS = r"[\p{M}&&[\p{Script=Inherited}\p{Script=Arabic}\p{Script=Hebrew}]--[\u3099\u309A]]"
# U+0640 makes an Arabic word longer, and no other word.
_IGNORED = regex.compile(rf"[[{BLANK}]--\s]++|{_MARKS}++|\u0640++", regex.VERSION1)
_IGNORED_BUT_ACCENTS = regex.compile(
    rf"[[{BLANK}]--\s]++|(?<=[\p{{Arabic}}\p{{Hebrew}}]){_MARKS}++|\u0640++", regex.VERSION1
)
_LETTER = r"[\p{L}\p{M}\p{N}]"
_WORD = regex.compile(rf"{_LETTER}++")
_SINGLE = rf"{_LETTER}(?!{_LETTER})"
_SPELLED = regex.compile(
    rf"(?<!{_LETTER}){_SINGLE}(?:[^\p{{L}}\p{{M}}\p{{N}}]{{1,3}}{_SINGLE}){{2,}}+"
)

# Letters of other scripts that look like a Latin one, when folded to lower case. Source: Unicode's
# list of confusable characters (UTS 39, confusables.txt), the Cyrillic and Greek lower case.
_LOOKALIKES = str.maketrans("аеѕіјԛорсухһԁԝӏνοραικυχωѵвкмнт", "aesijqopcyxhdwlvopaikuxwvbkmht")

# Languages without spaces between words, or whose words take endings without one.
_WITHOUT_SPACES = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]"
)
# Signs between two letters of such a language, as in 赌-场, or spaces between single ones. Not
# those that end a sentence or a name, such as 、 and ・: two words stand beside them.
_UNSPACED = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]"
_SEPARATED = regex.compile(
    rf"(?<={_UNSPACED})[-._*~|/\\+=^·•]{{1,3}}(?={_UNSPACED})"
    rf"|(?<=(?<!{_LETTER}){_UNSPACED})[^\S\n]{{1,3}}(?={_UNSPACED}(?!{_LETTER}))"
)
# Characters that make a term more than its words: c++, a$$, or an emoji.
_SIGN = regex.compile(r"[+#$€£¥@\p{Extended_Pictographic}]")
_PICTOGRAPH_OR_LETTER = regex.compile(rf"{_LETTER}|\p{{Extended_Pictographic}}")


def fold(value: str, *, keeps_accents: bool = False) -> str:
    """Return value without marks and invisible characters, in lower case, its letters by look.

    Words stay separate. keeps_accents: with those of Latin, Cyrillic and Greek letters, which make
    another word in Vietnamese or Turkish. Check the length of value before.
    """
    ignored = _IGNORED_BUT_ACCENTS if keeps_accents else _IGNORED
    folded = ignored.sub("", normalize("NFKD", value)).casefold().replace("i\u0307", "i")  # of İ
    return ignored.sub("", normalize("NFKC", folded)).translate(_LOOKALIKES)


def fold_words(value: str, *, keeps_accents: bool = False) -> list[str]:
    """Return the folded words of value, in their order."""
    return _WORD.findall(fold(value, keeps_accents=keeps_accents))


def find_spelled(value: str, *, keeps_accents: bool = False) -> list[str]:
    """Return the folded words that are spelled out in value (b.a.d, b a d)."""
    folded = fold(value, keeps_accents=keeps_accents)
    return ["".join(_WORD.findall(found[0])) for found in _SPELLED.finditer(folded)]


def join_separated(value: str) -> str:
    """Return the folded value without separators inside of words that need no spaces (赌-场)."""
    return _SEPARATED.sub("", fold(value))


def find_signs(value: str) -> str:
    """Return value folded, with its signs, if they make it another term than its words alone (c++).

    Else "". A # or @ before a word does not.
    """
    folded = fold(value).strip().lstrip("#@")
    is_term = _SIGN.search(folded) and _PICTOGRAPH_OR_LETTER.search(folded)
    return " ".join(folded.split()) if is_term else ""


def has_signs(folded: str, term: str) -> bool:
    """Whether folded has term, which is of find_signs(), and not as a part of a longer word."""
    if term not in folded:
        return False
    before = rf"(?<!{_LETTER})" if regex.match(_LETTER, term) else ""
    after = rf"(?!{_LETTER})" if regex.search(rf"{_LETTER}$", term) else ""
    return regex.search(f"{before}{regex.escape(term)}{after}", folded) is not None


def has_no_spaces(value: str) -> bool:
    """Whether value is in a language that has no spaces between words."""
    return _WITHOUT_SPACES.search(value) is not None
