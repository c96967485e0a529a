"""All tables, by what they are about; importing this package makes the whole schema known."""

from broadcaster.store.tables.bulletins import Bulletin, ContentColumns, Decision, Revision, SoundColumns
from broadcaster.store.tables.commune import Commune, Station, Village
from broadcaster.store.tables.lexicon import LexiconEntry
from broadcaster.store.tables.log import APPEND_ONLY, Airing, Audit
from broadcaster.store.tables.people import Person, PersonRole, SignIn
from broadcaster.store.tables.plan import PlanRow
from broadcaster.store.tables.postings import Posting
from broadcaster.store.tables.recordings import Language, Recording
from broadcaster.store.tables.schedule import (
    Occurrence,
    Programme,
    ProgrammeItem,
    SessionException,
    SessionRule,
)
from broadcaster.store.tables.sounds import Jingle, Speech, SpeechSound
from broadcaster.store.tables.voices import EngineChoice, SpeakingStyle

__all__ = [
    "APPEND_ONLY",
    "Airing",
    "Audit",
    "Bulletin",
    "Commune",
    "ContentColumns",
    "Decision",
    "EngineChoice",
    "Jingle",
    "Language",
    "LexiconEntry",
    "Occurrence",
    "Person",
    "PersonRole",
    "PlanRow",
    "Posting",
    "Programme",
    "ProgrammeItem",
    "Recording",
    "Revision",
    "SessionException",
    "SessionRule",
    "SignIn",
    "SoundColumns",
    "SpeakingStyle",
    "Speech",
    "SpeechSound",
    "Station",
    "Village",
]
