"""
Failures, in three families by who can act.

- `Refused`: the person can act. The message is a Vietnamese sentence that says what happened and what
  to do next; pages show it as it stands (4xx), commands print it and exit 1.
- `Unavailable`: the maintainer, or time, can act. Something outside (a voice, the disk, ffmpeg) does
  not work; `permanent` says whether trying the same thing again can help.
- Anything else is a bug. It is not caught.
"""


class BroadcasterError(Exception):
    """What every deliberate failure of this program inherits from."""


class Refused(BroadcasterError):
    """The request cannot be carried out as it stands; the message tells the person what to do."""


class NotFound(Refused):
    """The thing named does not exist, or is not this commune's."""


class NotAllowed(Refused):
    """The person may not do what was asked."""


class Stale(Refused):
    """Somebody changed the thing first; the page must be read again before acting."""


class Unavailable(BroadcasterError):
    """
    Something the program depends on does not work now.

    Args:
        message: A Vietnamese sentence for the page and the log.
        permanent: Whether trying the same again is pointless (wrong key, missing program) or may help
            (time-out, disk full).
    """

    def __init__(self, message: str, *, permanent: bool = False) -> None:
        super().__init__(message)
        self.permanent = permanent
