"""Character classes of the grammar. Each constant is the content of a [...] set.

Source: twitter-text 3.1, js/src/regexp (atSigns, hashSigns, spacesGroup, punct,
invalidCharsGroup, directionalMarkersGroup, latinAccentChars, cyrillicLettersAndMarks); BLANK is
our own.
"""

AT = "@＠"
HASH = "#＃"
ALPHANUMERIC = "A-Za-z0-9"
SPACE = r"\t-\r\x20\x85\xA0\u1680\u180E\u2000-\u200A\u2028\u2029\u202F\u205F\u3000"
PUNCTUATION = r"!#$%&'()*+,\-./:;<=>?@\[\\\]\^_{|}~"
DIRECTIONAL = r"\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069"
INVALID = r"\uFEFF\uFFFE\uFFFF"
LATIN = (
    r"\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u024F\u0253\u0254\u0256\u0257\u0259\u025B\u0263\u0268"
    r"\u026F\u0272\u0289\u028B\u02BB\u0300-\u036F\u1E00-\u1EFF"
)
CYRILLIC = r"\u0400-\u04FF"

# Characters that show nothing: white space, controls, and all that is invisible or a blank letter,
# such as Hangul's fillers. U+2800 is the Braille pattern without a dot, U+FFFC the place of an
# object that is not there; then a musical note without head, and hieroglyphs that are spaces.
BLANK = r"\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800\uFFFC\U0001D159\U00013441\U00013442"
