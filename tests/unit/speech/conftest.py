"""What the tests of voices share."""

from collections.abc import Iterator

import pytest

from broadcaster.speech import Manner
from tests.unit.speech.loopback import Loopback, serving


@pytest.fixture
def manner() -> Manner:
    return Manner("vi", 140, 60, 60)


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Loopback]:
    """Google's stand-in, reached past any proxy of this machine."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serving() as server:
        yield server
