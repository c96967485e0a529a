"""(being written)"""

from flask import Blueprint, render_template_string

from broadcaster.web.guard import signed_in

pages = Blueprint("schedule", __name__)


@pages.get("/lich-phat")
@signed_in
def show() -> str:
    """Being written."""
    return render_template_string('{% extends "base.html" %}{% block content %}schedule{% endblock %}')
