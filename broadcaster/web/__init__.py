"""
The pages: one file a family, each with its blueprint; `templates/<family>/` holds how it looks.

A page gathers what a form says, calls one use case, and shows what came of it; rules live below. Who may
open a page is declared beside it (`guard`), and a page that declares nothing opens for nobody.

    app, guard, failures, carry, forms, words, menu, entry    what all pages stand on; coming in
    writing    bulletins, approval, recordings, the dictionary
    day        today, sound to take along, the village's own page
    timetable  what will air when; the week
    places, sound, record, office    villages; jingles and voices; log and plan; the administrator
"""

from broadcaster.web.app import create_app

__all__ = ["create_app"]
