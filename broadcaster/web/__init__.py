"""
The pages: one file a family, each with its blueprint; `templates/<family>/` holds how it looks.

A page gathers what a form says, calls one use case, and shows what came of it; rules live below. Who may
open a page is declared beside it (`guard`), and a page that declares nothing opens for nobody.
"""

from broadcaster.web.app import create_app

__all__ = ["create_app"]
