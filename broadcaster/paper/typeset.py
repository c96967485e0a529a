"""
PDF, set by Typst from templates of our own. The only module that knows Typst.

Words reach a template as data, never as part of its source, so nothing that somebody typed is a command. The
fonts are those inside the typst wheel: every machine sets the same pages, and a printer needs no font.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path

import typst

_TEMPLATES = Path(__file__).parent / "templates"


def pdf(template: str, data: Mapping[str, object], made_at: datetime) -> bytes:
    """
    Set a document.

    Args:
        template: The name of a file in `templates`, without its ending.
        data: What the template reads, of anything JSON can say.
        made_at: What the file says of when it was made; the same input makes the same bytes.
    """
    written: bytes = typst.compile(
        str(_TEMPLATES / f"{template}.typ"),
        root=str(_TEMPLATES),
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        timestamp=int(made_at.timestamp()),
    )
    return written


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
