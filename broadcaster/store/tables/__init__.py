"""All tables, by what they are about; importing this package makes the whole schema known."""

from broadcaster.store.tables.bulletins import Bulletin, ContentColumns, Decision, Revision, SoundColumns
from broadcaster.store.tables.commune import Commune, Station, Village, VillageGroup
from broadcaster.store.tables.lexicon import LexiconEntry
from broadcaster.store.tables.log import APPEND_ONLY, Airing, Audit
from broadcaster.store.tables.people import Person, PersonRole, SignIn
from broadcaster.store.tables.plan import PlanRow
from broadcaster.store.tables.planning import (
    AirLimit,
    AirNow,
    LimitAcceptance,
    ProgrammeTemplate,
    SessionOrder,
    UrgentCall,
)
from broadcaster.store.tables.postings import Posting
from broadcaster.store.tables.recordings import Language, Recording
from broadcaster.store.tables.schedule import (
    DroppedSession,
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
    "AirLimit",
    "AirNow",
    "Airing",
    "Audit",
    "Bulletin",
    "Commune",
    "ContentColumns",
    "Decision",
    "DroppedSession",
    "EngineChoice",
    "Jingle",
    "Language",
    "LexiconEntry",
    "LimitAcceptance",
    "Occurrence",
    "Person",
    "PersonRole",
    "PlanRow",
    "Posting",
    "Programme",
    "ProgrammeItem",
    "ProgrammeTemplate",
    "Recording",
    "Revision",
    "SessionException",
    "SessionOrder",
    "SessionRule",
    "SignIn",
    "SoundColumns",
    "SpeakingStyle",
    "Speech",
    "SpeechSound",
    "Station",
    "UrgentCall",
    "Village",
    "VillageGroup",
]
