"""What a person typed into a field: tidied, measured, and turned into a code where files need one."""

import re
import unicodedata
from collections.abc import Collection

from broadcaster.errors import Refused

LONGEST_NAME = 100
_LONGEST_CODE = 40


def line(typed: str, what: str, *, longest: int = LONGEST_NAME, needed: bool = True) -> str:
    """
    Tidy a text of one line: composed letters, single spaces, no control characters.

    Args:
        typed: As it came.
        what: The field in words, as the sentence names it: `tên thôn`.
        longest: In characters.
        needed: Whether it may be empty.

    Raises:
        Refused: Empty though it is needed, or too long; the sentence names the field.
    """
    composed = unicodedata.normalize("NFC", typed)
    plain = "".join(" " if unicodedata.category(one) in ("Cc", "Zl", "Zp") else one for one in composed)
    text = " ".join(plain.split())
    if needed and not text:
        raise Refused(f"Hãy điền {what}.")
    if len(text) > longest:
        raise Refused(
            f"{what[:1].upper()}{what[1:]} dài {len(text)} ký tự, tối đa {longest}. Hãy viết ngắn lại."
        )
    return text


def code_of(name: str, taken: Collection[str], otherwise: str) -> str:
    """
    Make an ASCII code of a Vietnamese name for folders and files: `thôn Đồng Giữa` -> `thon-dong-giua`.

    Args:
        name: With its marks.
        taken: Codes in use already; a second of the same name gets `-2`.
        otherwise: The code of a name without any letter or digit.
    """
    apart = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    plain = re.sub(r"[^a-z0-9]+", "-", "".join(one for one in apart if not unicodedata.combining(one)))
    stem = plain.strip("-")[:_LONGEST_CODE].strip("-") or otherwise
    code, number = stem, 1
    while code in taken:
        number += 1
        code = f"{stem}-{number}"
    return code
