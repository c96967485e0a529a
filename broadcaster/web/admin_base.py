"""The blueprint that the pages of the administrator share."""

from flask import Blueprint

pages = Blueprint("admin", __name__)
