"""One server for all tests; every test makes the people that it needs."""

import pytest

from personas import Person, Visitor
from server import serve
from world import World


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    with serve(tmp_path_factory.mktemp("server"), "--signup", "open") as running:
        yield running


@pytest.fixture
def anonymous(server):
    return Visitor(server.base)


@pytest.fixture
def owner(server):
    return Person(server.base)


@pytest.fixture
def other(server):
    return Person(server.base)


@pytest.fixture
def world(owner):
    """The owner's chat with a share and a whitelist."""
    return World(owner)
