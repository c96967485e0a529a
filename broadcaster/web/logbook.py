"""(being written)"""

from flask import Blueprint, render_template_string

from broadcaster.web.guard import signed_in

pages = Blueprint("logbook", __name__)


@pages.get("/nhat-ky")
@signed_in
def show() -> str:
    """Being written."""
    return render_template_string('{% extends "base.html" %}{% block content %}logbook{% endblock %}')
