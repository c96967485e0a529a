"""The shape of Vietnamese syllables, which tells words from abbreviations and foreign words."""

import re
import unicodedata
from functools import lru_cache

_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?"
    r"(?:uyê|uyu|oeo|oai|oay|uay|uây|uôi|ươi|ươu|iêu|yêu|oao|uya|uyê|uâ|uê|uô|uơ|uy|ươ|iê|yê|ia|ua|ưa|oa|oă|oe|oo|ôô|ai|ao|au|ay|âu|ây|eo|êu|iu|oi|ôi|ơi|ui|ưi|ưu|[aăâeêioôơuưy])"
    r"(?:ch|ng|nh|[cmnpt])?\Z"
)
_TONES = str.maketrans("", "", "\u0300\u0301\u0303\u0309\u0323")
_VOWELS = frozenset("aăâeêioôơuưy")


@lru_cache(maxsize=1 << 14)
def toneless(word: str) -> str:
    """Take the tone mark away and keep the letter: "ấ" becomes "â"."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", word).translate(_TONES))


@lru_cache(maxsize=1 << 14)
def is_syllable(lower: str) -> bool:
    """Whether a small-letter word has the shape of a Vietnamese syllable."""
    return bool(_SYLLABLE.match(toneless(lower)))


def is_plain(lower: str) -> bool:
    """Whether a word that is no syllable may still be a name or a foreign word: it has a vowel to say."""
    return any(letter in _VOWELS for letter in toneless(lower)) and not re.search(r"(.)\1\1", lower)
