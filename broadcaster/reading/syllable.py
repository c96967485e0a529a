"""The shape of Vietnamese syllables, which tells words from abbreviations and foreign words."""

import re
import unicodedata
from functools import lru_cache

_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?"
    r"(?:uyê|uyu|oeo|oai|oay|uay|uây|uôi|ươi|ươu|iêu|yêu|oao|uya|uâ|uê|uô|uơ|uy|ươ|iê|yê|ia|ua|ưa|oa|oă|oe|oo|ai|ao|au"
    r"|ay|âu|ây|eo|êu|iu|oi|ôi|ơi|ui|ưi|ưu|[aăâeêioôơuưy])"
    r"(?:ch|ng|nh|[cmnpt])?\Z"
)
_TONES = str.maketrans("", "", "\u0300\u0301\u0303\u0309\u0323")
_VOWELS = frozenset("aăâeêioôơuưy")
_STRANGE = re.compile(r"[^A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff]")
_TRIPLE = re.compile(r"(.)\1\1")


@lru_cache(maxsize=1 << 14)
def is_syllable(lower: str) -> bool:
    """Whether a word in small letters has the shape of a Vietnamese syllable."""
    return len(lower) < 8 and bool(_SYLLABLE.match(_toneless(lower)))


def can_be_said(lower: str) -> bool:
    """Whether a word that is no syllable may still be a name or a foreign word: it has a vowel to say."""
    return bool(_VOWELS.intersection(_toneless(lower))) and not _TRIPLE.search(lower)


def is_strange(word: str) -> bool:
    """Whether a word has letters of another script, or signs that only count as letters."""
    return not word.isascii() and bool(_STRANGE.search(word))


def is_doubtful(word: str) -> bool:
    """Whether a word that no rule knew must be shown: a run of capitals, capitals inside, no vowel, xxx, another script."""
    if is_strange(word):
        return True
    if len(word) < 2:
        return False
    lower = word.lower()
    return (word[1:] != lower[1:]) or not (is_syllable(lower) or can_be_said(lower))


def _toneless(word: str) -> str:
    """Take the tone mark away and keep the letter: "ấ" becomes "â"."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", word).translate(_TONES))
