"""What pages of other sites may do: link to us, and read what is meant for everybody."""

import pytest

from personas import Person
from server import serve
from world import METHODS, SESSION_ROUTES

CROSS_SITE = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://evil.example"},
    {"Origin": "http://evil.example"},
    {"Origin": "null"},
]


@pytest.mark.parametrize("headers", CROSS_SITE)
def test_changes_from_other_sites_are_403_and_change_nothing(world, owner, headers):
    for method, route in SESSION_ROUTES:
        if method != "GET":
            answer = owner.request(method, world.at(route), json={"name": "hacked"}, headers=headers)
            assert answer.status_code == 403, (method, route)
    assert owner.post("/api/auth/logout", headers=headers).status_code == 403
    assert owner.head("/api/auth/check").status_code == 204
    assert [chat["name"] for chat in owner.get(owner.chats).json()["chats"]] == ["Monads"]


def test_signing_in_from_other_sites_is_403(anonymous, owner):
    credentials = {"email": owner.email, "password": owner.password}
    for headers in CROSS_SITE:
        for path in ["/api/auth/login", "/api/auth/sign-up"]:
            answer = anonymous.post(path, credentials, headers=headers)
            assert answer.status_code == 403
            assert "set-cookie" not in answer.headers


def test_changes_from_our_own_pages_and_from_no_page_are_served(server, owner):
    own = [{"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}, {"Origin": server.base}]
    for headers in own:
        assert owner.post(owner.chats, {"name": "a", "model": "b"}, headers=headers).status_code == 200, headers


def test_other_sites_may_link_to_us(owner):
    assert owner.get(owner.chats, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


def test_the_public_url_is_an_origin_of_ours(tmp_path):
    with serve(tmp_path, "--signup", "open", "--public-url", "https://share.example") as running:
        owner = Person(running.base)
        headers = {"Cookie": f"neptun-session={owner.cookie}", "Origin": "https://share.example"}
        assert owner.post(owner.chats, {"name": "a", "model": "b"}, headers=headers).status_code == 200
        headers["Origin"] = "https://other.example"
        assert owner.post(owner.chats, {"name": "a", "model": "b"}, headers=headers).status_code == 403


@pytest.mark.parametrize("path", [path for path, _ in METHODS if path != "/api/shared/chats/{uuid}"])
def test_only_the_shared_chat_is_open_to_other_sites_scripts(world, owner, path):
    headers = {"Origin": "http://elsewhere.example", "Access-Control-Request-Method": "GET"}
    for method in ["GET", "OPTIONS"]:
        # A stream of events has no end.
        with owner.http.stream(method, world.at(path), headers=headers) as answer:
            assert not [name for name in answer.headers if name.startswith("access-control-")], method
