"""
A home with a bulletin on the air, built once and copied for every test: its sound takes seconds to make.

The clock stands at half past five in the afternoon of Monday 15 June 2026.
"""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from broadcaster.bootstrap import open_desk
from broadcaster.clock import FixedClock
from broadcaster.config import Settings
from broadcaster.domain.writing.workflow import Role
from broadcaster.services.commune import people
from broadcaster.services.desk import Desk
from tests.conftest import MONDAY_EIGHT, PASSWORD, VILLAGES
from tests.integration.web.on_air.aired import Aired, put_on_air

_PEOPLE = (
    ("soan", "Đỗ Thị Hương", Role.WRITER),
    ("duyet", "Triệu Văn Trường", Role.APPROVER),
    ("truc", "Bàn Văn Sơn", Role.OPERATOR),
    ("motquantri", "Chỉ Quản Trị", Role.ADMIN),
)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Aired]:
    """The home that is copied, and what is on the air in it."""
    home = tmp_path_factory.mktemp("on-air") / "home"
    desk = open_desk(Settings(home=home, engines=("silent",)), FixedClock(MONDAY_EIGHT))
    first = people.NewPerson("quantri", "Nguyễn Văn Quản", "", PASSWORD, (Role.ADMIN, Role.WRITER))
    admin = people.begin(desk, people.NewCommune("xã Đồng Xanh", "tỉnh Quảng Ninh", VILLAGES), first)
    for login, name, role in _PEOPLE:
        people.add_person(desk, admin, people.NewPerson(login, name, "Cán bộ xã", PASSWORD, (role,)))
    aired = put_on_air(desk, people.find(desk, "soan"), people.find(desk, "duyet"))
    desk.store.close()
    return home, aired


@pytest.fixture
def desk(built: tuple[Path, Aired], tmp_path: Path, clock: FixedClock) -> Iterator[Desk]:
    """A copy of the home for one test."""
    clock.at += timedelta(hours=9, minutes=30)
    shutil.copytree(built[0], tmp_path / "home")
    opened = open_desk(Settings(home=tmp_path / "home", engines=("silent",)), clock)
    yield opened
    opened.store.close()


@pytest.fixture
def aired(built: tuple[Path, Aired]) -> Aired:
    return built[1]
