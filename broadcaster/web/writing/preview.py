"""What the script beside the text asks for: how it will be said, and how it sounds."""

from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for

from broadcaster.domain.writing.bulletin import KIND_LABELS, Kind
from broadcaster.domain.writing.workflow import Role
from broadcaster.paper import words
from broadcaster.services.voice import speaking
from broadcaster.services.voice.speaking import Voiced
from broadcaster.services.writing import headlines, listening
from broadcaster.services.writing.bulletins import Draft
from broadcaster.services.writing.writing_help import Help, look_over
from broadcaster.units import spoken_length
from broadcaster.web.guard import actor, desk, roles, signed_in
from broadcaster.web.writing import bulletin_form, wish_fields
from broadcaster.web.writing.said import Doubt, Run, doubts, runs

pages = Blueprint("preview", __name__)


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the text."""

    runs: tuple[Run, ...]
    headline: tuple[Run, ...]
    """Of the short form for a Điểm tin."""
    doubts: tuple[Doubt, ...]
    rest: tuple[tuple[str, str], ...]
    """Settled before and not in the text now; kept in case the words come back."""
    unsettled: int
    help: Help


def beside(draft: Draft) -> Beside:
    """Gather what stands beside a draft's text."""
    found = look_over(desk(), actor(), draft)
    spans, short = found.preview.reading.spans, found.headline.reading.spans
    listed = doubts((*spans, *short), draft.confirmed)
    here = {one.written for one in listed}
    return Beside(
        runs=tuple(runs(spans)),
        headline=tuple(runs(short)),
        doubts=listed,
        rest=tuple(pair for pair in draft.confirmed if pair[0] not in here),
        unsettled=len(found.preview.reading.doubts) + len(found.headline.reading.doubts),
        help=found,
    )


@pages.post("/ban-tin/doc-thu")
@roles(Role.WRITER)
def read() -> dict[str, object]:
    """Say how what is typed will be said."""
    form = bulletin_form.sent(desk(), actor())
    draft = bulletin_form.draft_of(form)
    found = beside(draft)
    return {
        "said": render_template("bulletins/said.html", runs=found.runs),
        "doubts": render_template("bulletins/doubts.html", beside=found),
        "advice": render_template("bulletins/advice.html", help=found.help),
        "keys": [one.written for one in found.doubts],
        "unsettled": found.unsettled,
        "length": spoken_length(found.help.preview.length),
        "headline_said": render_template("bulletins/said.html", runs=found.headline),
        "headline_note": wish_fields.said_headline(draft),
        "wished": wish_fields.said(form, draft),
        "headline_length": spoken_length(found.help.headline.length),
    }


@pages.post("/ban-tin/loi-diem-tin")
@roles(Role.WRITER)
def headline() -> dict[str, str]:
    """Propose a headline for what is typed."""
    text = bulletin_form.clean(request.form.get("text", ""))
    return {"headline": headlines.propose(desk(), actor(), text, dict(bulletin_form.confirmed()))}


@pages.post("/ban-tin/nghe-thu")
@roles(Role.WRITER)
def listen() -> dict[str, object]:
    """Ask for what is typed to be spoken."""
    text = bulletin_form.clean(request.form.get("text", ""))
    sent = request.form.get("kind", "")
    kind = Kind(sent) if sent in KIND_LABELS else Kind.NEWS
    return state_of(listening.listen(desk(), actor(), text, dict(bulletin_form.confirmed()), kind))


@pages.get("/ban-tin/nghe-thu/<key>")
@signed_in
def listened(key: str) -> dict[str, object]:
    """Say how far a sound that was asked for is."""
    return state_of(speaking.find(desk(), key))


def stand_in(voice: Voiced) -> str:
    """Say that another voice than the one wanted speaks, and why; empty where none does."""
    if not voice.fell_back:
        return ""
    wanted, spoke = words.engine(voice.wanted_engine), words.engine(voice.engine)
    return f"Giọng thay thế: {spoke}, vì {wanted} chưa đọc được. {' '.join(voice.fallbacks)}"


def state_of(voice: Voiced) -> dict[str, object]:
    """Say where a sound stands, for a script."""
    return {
        "made": voice.made,
        "src": url_for("sounds.segment", sha256=voice.sha256) if voice.made else "",
        "length": spoken_length(voice.duration_ms) if voice.made else "",
        "problem": voice.problem,
        "note": stand_in(voice),
        "trial": voice.trial,
        "ask": url_for("bulletins.preview.listened", key=voice.key),
    }
