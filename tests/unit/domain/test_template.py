"""How a programme is built: what makes sense, what is stored, and what a page shows."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcaster.domain.plan import template
from broadcaster.domain.plan.template import DEFAULTS, Part, PartKind, ProgrammeKind, Template
from broadcaster.errors import Refused

VOV = Part(PartKind.RELAY, minutes=30, source="Đài Tiếng nói Việt Nam")
KINDS = st.sampled_from(ProgrammeKind)
PARTS = st.lists(st.sampled_from(PartKind), unique=True).map(lambda kinds: tuple(map(Part, kinds)))


@pytest.mark.parametrize("kind", list(ProgrammeKind))
def test_what_ships_makes_sense(kind: ProgrammeKind) -> None:
    assert template.checked(DEFAULTS[kind]).kind is kind


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ((Part(PartKind.ITEMS), Part(PartKind.ITEMS)), "có hai lần"),
        ((Part(PartKind.NOTICES),), "cần có phần “Tin, bài”"),
        ((Part(PartKind.ITEMS), Part(PartKind.HEADLINES, most=7)), "từ 3 đến 6 tin"),
        ((Part(PartKind.ITEMS), Part(PartKind.HEADLINES, most=2)), "từ 3 đến 6 tin"),
        ((replace(VOV, minutes=0),), "từ 1 đến 120 phút"),
        ((replace(VOV, minutes=121),), "từ 1 đến 120 phút"),
        ((replace(VOV, source=" "),), "tiếp sóng đài nào"),
        ((replace(VOV, address="ftp://a"),), "http"),
    ],
)
def test_parts_that_make_no_sense_are_refused(parts: tuple[Part, ...], says: str) -> None:
    with pytest.raises(Refused, match=says):
        template.checked(Template(ProgrammeKind.NEWS, parts))


def test_one_that_only_relays_needs_no_items() -> None:
    whole = template.checked(Template(ProgrammeKind.NEWS, (Part(PartKind.GREETING), VOV)))
    assert whole.relayed == 30 * 60 * 1000


@given(KINDS, PARTS)
def test_what_is_written_is_read_back(kind: ProgrammeKind, parts: tuple[Part, ...]) -> None:
    made = Template(kind, parts)
    assert template.read(kind.value, template.written(made)) == made


@given(KINDS, PARTS)
def test_a_page_shows_every_part_once_and_those_that_are_in_by_their_order(
    kind: ProgrammeKind, parts: tuple[Part, ...]
) -> None:
    shown = template.offered(Template(kind, parts))
    assert tuple(part for part, is_in in shown if is_in) == parts
    kinds = [part.kind for part, _in in shown]
    assert len(set(kinds)) == len(kinds)
    hidden = set(PartKind) - set(kinds)
    assert hidden <= {PartKind.ITEMS, PartKind.NOTICES}
    assert not hidden or kind is not ProgrammeKind.NEWS


def test_a_part_that_is_not_in_is_shown_where_it_usually_stands_if_its_kind_has_a_use_for_it() -> None:
    shown = [part.kind for part, _in in template.offered(DEFAULTS[ProgrammeKind.HEADLINES])]
    assert shown == [kind for kind in PartKind if kind not in (PartKind.ITEMS, PartKind.NOTICES)]


def test_a_diem_tin_has_headlines_alone_whatever_it_relays() -> None:
    for parts in ((VOV,), (Part(PartKind.HEADLINES), Part(PartKind.ITEMS))):
        with pytest.raises(Refused, match="Chương trình Điểm tin"):
            template.checked(Template(ProgrammeKind.HEADLINES, parts))
