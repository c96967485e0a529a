"""A home with a commune on the air, and its leader at the pages."""

import pytest
from flask import Flask

from broadcaster.services.desk import Desk
from broadcaster.web import create_app
from tests.integration.web.browser import Person


@pytest.fixture
def app(aired_desk: Desk) -> Flask:
    return create_app(aired_desk)


@pytest.fixture
def leader(app: Flask) -> Person:
    return Person(app, "duyet")
