"""The parts of a template as a person typed them: tidied, so that what is stored is what will be said and shown."""

from collections.abc import Sequence
from dataclasses import replace

from broadcaster.domain.plan.template import Part, PartKind
from broadcaster.errors import Refused
from broadcaster.services.typed import line

_LONGEST_ADDRESS = 300
_LONGEST_INSTRUCTION = 300


def tidied(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Tidy what a person typed into parts. Raises `Refused` for a text that is too long, or an address with a space."""
    return tuple(_relay(part) if part.kind is PartKind.RELAY else part for part in parts)


def _relay(part: Part) -> Part:
    address = line(part.address, "địa chỉ luồng", longest=_LONGEST_ADDRESS, needed=False)
    if any(one.isspace() or one in '"<>\\^`{|}' for one in address):
        raise Refused("Địa chỉ luồng có dấu cách hoặc ký tự lạ. Hãy chép lại nguyên địa chỉ.")
    return replace(
        part,
        source=line(part.source, "tên đài được tiếp sóng", needed=False),
        address=address,
        instruction=line(
            part.instruction, "lời hướng dẫn tiếp sóng", longest=_LONGEST_INSTRUCTION, needed=False
        ),
    )
