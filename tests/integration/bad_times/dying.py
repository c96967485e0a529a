"""
A process that dies at a chosen step of its work on a home, as by SIGKILL or by a cut of the power.

Run by `test_dying.py` in a process of its own, which has no threads and may fork.
A step is everything that changes the disk: a file opened for writing, a sync, a rename, a link, a folder, a
file taken away, a commit. A cut of the power loses besides what was written and not synced, and names whose
folder was not synced.
"""

import gc
import json
import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import RLock
from typing import Any

from sqlalchemy import event, select
from sqlalchemy.engine import Engine

from broadcaster.bootstrap import open_desk
from broadcaster.clock import ZONE, FixedClock
from broadcaster.config import Settings
from broadcaster.files import digest_of_file
from broadcaster.services.desk import Desk
from broadcaster.services.log import airings
from broadcaster.services.outgoing import publishing
from broadcaster.services.upkeep import tidying
from broadcaster.services.voice import making
from broadcaster.sound import Part, Segment, SoundSettings, make_segment
from broadcaster.store import base
from broadcaster.store.tables import Airing, Occurrence, Programme
from broadcaster.wire.signature import public_key, verify
from tests.conftest import work_key

COMMUNE = 1
STICK = "stick"
NOW = datetime(2026, 6, 15, 8, 0, tzinfo=ZONE)
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_NAMES = {
    "os.rename": 1,
    "os.link": 1,
    "os.mkdir": 0,
    "os.remove": 0,
    "os.rmdir": 0,
    "os.chmod": 0,
    "os.utime": 0,
}
"""Audit events that change names or files, and which argument tells the path."""


class Death:
    """Kills this process at its n-th step, once it has said what is not on the disk for sure."""

    def __init__(self, home: Path, step: int, losses: Path) -> None:
        self.home, self.left, self.losses = home, step, losses
        self.lock = RLock()
        self.unwritten: set[Path] = set()
        self.unnamed: dict[Path, set[Path]] = {}
        sys.addaudithook(self._seen)
        real = os.fsync

        def fsync(handle: int) -> None:
            path = Path(f"/proc/self/fd/{handle}").readlink()
            self._step(path)
            real(handle)
            with self.lock:
                self.unwritten.discard(path)
                self.unnamed.pop(path, None)

        os.fsync = fsync  # type: ignore[assignment] # nobody here syncs what is no number
        event.listen(Engine, "commit", lambda _connection: self._step(self.home / "broadcaster.db"))

    def _seen(self, name: str, args: tuple[Any, ...]) -> None:
        if name == "open" and isinstance(args[0], str | Path) and _for_writing(args):
            path = Path(args[0])
            if self._step(path):
                with self.lock:
                    self.unwritten.add(path)
        elif name in _NAMES and isinstance(args[_NAMES[name]], str | Path):
            path = Path(args[_NAMES[name]])
            if self._step(path) and name in ("os.rename", "os.link", "os.mkdir"):
                with self.lock:
                    self._named(name, Path(args[0]), path)

    def _named(self, name: str, source: Path, path: Path) -> None:
        """Remember a new name until its folder is synced, and whether what it names was."""
        if source in self.unwritten and name != "os.mkdir":
            self.unwritten.add(path)
            if name == "os.rename":
                self.unwritten.discard(source)
        if not path.exists():
            self.unnamed.setdefault(path.parent, set()).add(path)

    def _step(self, path: Path) -> bool:
        """Count a step within the home; the one that is too many is the end."""
        if not path.is_relative_to(self.home):
            return False
        with self.lock:
            self.left -= 1
            if self.left < 0:
                self._die()
        return True

    def _die(self) -> None:
        new = {one for names in self.unnamed.values() for one in names}
        lost = {"cut": sorted(map(str, self.unwritten)), "gone": sorted(map(str, new))}
        self.losses.write_text(json.dumps(lost))
        os.kill(os.getpid(), signal.SIGKILL)


def lose(losses: Path) -> None:
    """Take from the disk what a cut of the power takes."""
    lost = json.loads(losses.read_bytes())
    for path in map(Path, lost["cut"]):
        if path.is_file():
            os.truncate(path, 0)
    for path in map(Path, lost["gone"]):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _for_writing(args: tuple[Any, ...]) -> bool:
    mode, flags = args[1], args[2]
    return any(one in mode for one in "wax+") if isinstance(mode, str) else bool(flags & _WRITES)


def opened(home: Path) -> Desk:
    return open_desk(replace(Settings(home=home), engines=("silent",), horizon_days=0), FixedClock(NOW))


def publish(home: Path) -> None:
    desk = opened(home)
    publishing.publish(desk, COMMUNE)
    desk.store.close()


def publish_anew(home: Path) -> None:
    """Complete the work, and see that then nothing is left to do."""
    desk = opened(home)
    require_whole(desk)
    publishing.publish(desk, COMMUNE)
    require_whole(desk)
    assert publishing.publish(desk, COMMUNE) == publishing.Published(0, 0)
    desk.store.close()


def pack(home: Path) -> None:
    desk = opened(home)
    publishing.pack(desk, 1, NOW.date(), 1, home / STICK)
    desk.store.close()


def pack_anew(home: Path) -> None:
    """See that a pack that looks finished is, and write it again over whatever lies there."""
    require_finished(home / STICK)
    pack(home)
    assert require_finished(home / STICK)


def require_finished(stick: Path) -> bool:
    """Every file that the digests name is as they say, and no other sound lies beside; say whether there are digests."""
    for digests in stick.glob("*/SHA256.TXT"):
        named = dict(line.split("  ")[::-1] for line in digests.read_text().splitlines())
        assert {name: digest_of_file(digests.parent / name) for name in named} == named
        assert {path.name for path in digests.parent.glob("*.MP3")} <= set(named)
        return True
    return False


def require_whole(desk: Desk) -> None:
    """Every file under its final name is whole, a row has its sound and its row in the log, heads are true."""
    for path in desk.settings.audio.glob("*/??/*.mp3"):
        assert path.stem == digest_of_file(path)
    with desk.store.reading() as session:
        made = session.execute(select(Programme.id, Programme.sha256)).all()
        logged = session.scalars(select(Airing.programme_id)).all()
    assert sorted(row.id for row in made) == sorted(logged)
    assert all(desk.shelf.programme(row.sha256).exists() for row in made)
    assert airings.verify(desk, COMMUNE).broken_seq is None
    for path in (desk.settings.schedules / "published").rglob("head.json"):
        head = json.loads(path.read_bytes())
        assert verify(head, public_key(desk.keys.signing_seed(head["commune"])))
        for one in (*head["sessions"], *head["lists"]):
            assert digest_of_file(path.parent / one["file"]) == one["sha256"]


def require_equal(home: Path, undisturbed: Path) -> None:
    """See that it is as if nothing had happened, but for leftovers that the nightly tidying knows."""
    desk = opened(home)
    in_two_days = replace(desk, clock=FixedClock(datetime.now(ZONE) + timedelta(days=2)))
    left = set(tidying.leftovers(in_two_days))
    desk.store.close()
    found = state(home)
    for path in [one for one in found if left & {home / one, *(home / one).parents}]:
        del found[path]
    assert found == json.loads(undisturbed.read_bytes())


def state(home: Path) -> dict[str, object]:
    """Everything that is kept or published, and everything that is planned."""
    desk = opened(home)
    found: dict[str, object] = {
        **{str(path): digest for path, digest in tree(home).items()},
        "rows": rows(desk),
    }
    desk.store.close()
    return found


def tree(home: Path) -> dict[Path, str]:
    """Every file that is kept or published, with its content."""
    places = (
        path for top in ("audio", "schedules", STICK) for path in (home / top).rglob("*") if path.is_file()
    )
    unfinished = (STICK, ".part")
    return {
        path.relative_to(home): digest_of_file(path)
        for path in places
        if (path.relative_to(home).parts[0], path.suffix) != unfinished
    }


def rows(desk: Desk) -> list[list[str]]:
    with desk.store.reading() as session:
        found = session.execute(
            select(
                Occurrence.village_id,
                Occurrence.starts_at,
                Occurrence.cancelled,
                Programme.version,
                Programme.sha256,
            )
            .outerjoin(Programme)
            .order_by(Occurrence.village_id, Occurrence.starts_at, Programme.version)
        )
        return [[str(value) for value in row] for row in found]


def in_child(act: Callable[[], None]) -> bool:
    """Do something in a process of its own; say whether it came to its end rather than being killed."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            act()
            code = 0
        except BaseException:  # noqa: BLE001 # the parent tells
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(code)
    status = os.waitpid(child, 0)[1]
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise SystemExit("the work itself failed")
    return not os.WIFSIGNALED(status)


def made_once(cache: Path) -> None:
    """Keep the segments of voices on disk, so that only the first of many equal runs makes them."""
    real = make_segment

    def act(parts: Sequence[Part], out: Path, settings: SoundSettings) -> Segment:
        kept = cache / f"{work_key(parts, settings)}.mp3"
        facts = kept.with_suffix(".json")
        if not facts.exists():
            made = real(parts, kept, settings)
            known = {one.name: getattr(made, one.name) for one in fields(made) if one.name != "path"}
            facts.write_text(json.dumps(known))
        shutil.copyfile(kept, out)
        return Segment(path=out, **json.loads(facts.read_text()))

    making.make_segment = act  # type: ignore[attr-defined] # its own name for it


def one_engine() -> None:
    """Let every home be read through one engine, which keeps its compiled statements also over a fork."""
    real, place = base._engine, ""
    kept: list[Engine] = []

    def act(url: str) -> Engine:
        nonlocal place
        place = url.removeprefix("sqlite:///")
        if not kept:
            kept.append(real(url))
            event.listen(kept[0], "do_connect", connect)
        return kept[0]

    def connect(_dialect: object, _record: object, where: list[str], _rest: object) -> None:
        where[:] = [place]

    base._engine = act


WORKS = {"publish": (publish, publish_anew), "pack": (pack, pack_anew)}


def main(template: Path, work: Path, what: str, manner: str, first: int, every: int) -> None:
    """
    Die at one step after another, each time in a home of its own, and do the work again.

    Prints how many times it died.
    """
    act, anew = WORKS[what]
    cache, undisturbed, losses = work / "segments", work / "undisturbed", work / "losses"
    cache.mkdir(parents=True)
    made_once(cache)

    home = work / "home"  # here and not in a child: what follows is warm
    shutil.copytree(template, home)
    act(home)
    anew(home)
    undisturbed.write_text(json.dumps(state(home)))
    gc.freeze()  # children share what is warm
    step, done = first, False
    while not done:
        home = work / f"home{step}"
        shutil.copytree(template, home)

        def die(home: Path = home, step: int = step) -> None:
            Death(home, step, losses)
            act(home)

        def finish(home: Path = home) -> None:
            anew(home)
            require_equal(home, undisturbed)

        done = in_child(die)
        if manner == "power" and not done:
            lose(losses)
        sys.stderr.write(f"{manner} at step {step}\n")
        in_child(finish)
        shutil.rmtree(home)
        step += every
    sys.stdout.write(f"{(step - first) // every}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4], int(sys.argv[5]), int(sys.argv[6]))
