"""Who did what: one row beside every act, in the same transaction."""

from datetime import datetime

from sqlalchemy.orm import Session

from broadcaster.store.tables import Audit


def note(
    session: Session,
    commune_id: int | None,
    who: str,
    at: datetime,
    verb: str,
    subject: str,
    **detail: object,
) -> None:
    """
    Append an audit row.

    Args:
        session: The transaction of the act itself, so that neither stands without the other.
        commune_id: Whose; none before the first commune exists.
        who: Login, or the part of the program that acted.
        at: When; aware.
        verb: What was done: `approve`, `publish` …
        subject: To what: `bulletin 12` …
        detail: Anything JSON can say that helps to understand it later.
    """
    session.add(Audit(commune_id=commune_id, who=who, at=at, verb=verb, subject=subject, detail=detail))
