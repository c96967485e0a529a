"""(being written)"""

from flask import Blueprint, render_template_string

from broadcaster.web.guard import signed_in

pages = Blueprint("bulletins", __name__)


@pages.get("/ban-tin")
@signed_in
def listing() -> str:
    """Being written."""
    return render_template_string('{% extends "base.html" %}{% block content %}bulletins{% endblock %}')
