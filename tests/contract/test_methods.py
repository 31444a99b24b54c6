"""`HEAD`, `OPTIONS`, and methods that a path does not know."""

import re

import pytest

from world import METHODS


def allow(answer) -> set[str]:
    return set(re.split(r",\s*", answer.headers["allow"]))


@pytest.mark.parametrize(("path", "methods"), METHODS)
def test_options_names_the_methods_of_a_path(world, anonymous, path, methods):
    answer = anonymous.request("OPTIONS", world.at(path))
    assert answer.status_code == 204
    assert answer.content == b""
    assert allow(answer) == methods | {"OPTIONS"}


@pytest.mark.parametrize(("path", "methods"), METHODS)
def test_another_method_on_a_known_path_is_405_and_told_which_there_are(world, owner, path, methods):
    for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"} - methods:
        answer = owner.request(method, world.at(path))
        assert answer.status_code == 405, method
        assert allow(answer) == methods | {"OPTIONS"}


# A stream of events has no end.
GETS = [path for path, methods in METHODS if "GET" in methods and not path.endswith("/events")]


@pytest.mark.parametrize("path", GETS)
def test_head_answers_like_get_without_a_body(world, owner, path):
    path = world.at(path)
    get, head = owner.get(path), owner.head(path)
    assert head.status_code == get.status_code
    assert head.content == b""
    # It has no length where the body would have to be made for that.
    assert head.headers.get("content-length") in [None, get.headers.get("content-length")]
    for name in ["content-type", "etag", "cache-control", "vary", "content-security-policy"]:
        assert head.headers.get(name) == get.headers.get(name), name
