"""(being written)"""

from flask import Blueprint

pages = Blueprint("downloads", __name__)
