"""Texts for other places: what was approved, in each place's shape, and nothing else."""

from dataclasses import replace
from datetime import date

from broadcaster.domain.writing.bulletin import Kind
from broadcaster.domain.writing.handout import Told, for_facebook, for_portal, for_zalo

TOLD = Told(
    station="Đài Truyền thanh xã Quảng La",
    title="Lịch tiếp công dân tháng 6",
    text="  Ủy ban nhân dân xã tiếp công dân.\n\n\nMời bà con đến đúng giờ.  ",
    kind=Kind.NOTICE,
    topic="cchc",
    approved=date(2026, 6, 5),
)


def test_the_portal_gets_an_article_with_its_source() -> None:
    assert for_portal(TOLD) == (
        "Lịch tiếp công dân tháng 6\n\nỦy ban nhân dân xã tiếp công dân.\n\nMời bà con đến đúng giờ.\n\n"
        "(Đài Truyền thanh xã Quảng La, 5/6/2026)"
    )


def test_zalo_gets_a_message_that_says_first_what_it_is() -> None:
    assert for_zalo(TOLD) == (
        "THÔNG BÁO: Lịch tiếp công dân tháng 6\nỦy ban nhân dân xã tiếp công dân.\nMời bà con đến đúng giờ.\n"
        "Đài Truyền thanh xã Quảng La"
    )


def test_facebook_gets_a_post_with_words_to_find_it_by() -> None:
    assert for_facebook(TOLD) == (
        "LỊCH TIẾP CÔNG DÂN THÁNG 6\n\nỦy ban nhân dân xã tiếp công dân.\n\nMời bà con đến đúng giờ.\n\n"
        "Đài Truyền thanh xã Quảng La\n\n#ĐàiTruyềnThanhXãQuảngLa #CảiCáchHànhChính"
    )
    assert for_facebook(replace(TOLD, topic="")).endswith("\n\n#ĐàiTruyềnThanhXãQuảngLa")
