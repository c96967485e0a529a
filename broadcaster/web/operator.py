"""(being written)"""

from flask import Blueprint

pages = Blueprint("operator", __name__)
