"""(being written)"""

from flask import Blueprint, render_template_string

from broadcaster.web.guard import signed_in

pages = Blueprint("approvals", __name__)


@pages.get("/cho-duyet")
@signed_in
def listing() -> str:
    """Being written."""
    return render_template_string('{% extends "base.html" %}{% block content %}approvals{% endblock %}')
