"""The name of an uploaded file, as far as any disk can keep it."""

from pathlib import Path
from unicodedata import normalize

from werkzeug.datastructures import FileStorage

_LONGEST_BYTES = 120
_FORBIDDEN = '/\\:*?"<>|'
"""Characters that no file name has on one system or another."""


def file_name(upload: FileStorage) -> str:
    """Return the name the person knows the file by, to name it in a sentence; its end where it is long."""
    name = Path(normalize("NFC", upload.filename or "").replace("\\", "/")).name
    plain = "".join(one for one in name if one.isprintable() and one not in _FORBIDDEN).strip(" .")
    return plain.encode()[-_LONGEST_BYTES:].decode(errors="ignore") or "tai-len"
