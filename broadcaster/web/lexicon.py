"""(being written)"""

from flask import Blueprint, render_template_string

from broadcaster.web.guard import signed_in

pages = Blueprint("lexicon", __name__)


@pages.get("/tu-dien")
@signed_in
def listing() -> str:
    """Being written."""
    return render_template_string('{% extends "base.html" %}{% block content %}lexicon{% endblock %}')
