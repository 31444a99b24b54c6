"""What holds on every route: the order of checks, what is not found, bodies, the shape of errors."""

import re

import pytest

from personas import issues, not_found
from raw import send_head
from world import BODY_ROUTES, CHAT_ROUTES, SESSION_ROUTES, SHARE_ROUTES, USER

SHARES = f"{USER}/chats/{{chat_id}}/shares"

# What a client may put in the place of an id that names nothing.
MALFORMED_IDS = [
    "999999999",
    "0",
    "-1",
    "+1",
    "1.0",
    "1e0",
    "0x1",
    "abc",
    "null",
    "9223372036854775808",
    "1%20",
    "%F0%9F%92%A9",
]


@pytest.mark.parametrize(("method", "route"), SESSION_ROUTES)
def test_without_a_session_everything_is_401_before_anything_else_is_looked_at(world, anonymous, method, route):
    anonymous.http.cookies.set("neptun-session", "A" * 43)
    for user, body in [(None, b"{}"), ("999999999", b"{}"), ("abc", b"not json")]:
        answer = anonymous.request(method, world.at(route, user=user), content=body)
        assert answer.status_code == 401
        assert answer.json()["statusMessage"] == "Unauthorized"


@pytest.mark.parametrize(("method", "route"), SESSION_ROUTES)
def test_another_users_path_is_the_same_404_as_one_that_does_not_exist(world, other, method, route):
    nobody = other.request(method, world.at(route, user="999999999"), content=b"not json")
    somebody = other.request(method, world.at(route), content=b"not json")
    assert not_found(nobody) == "User not found"
    assert somebody.json() == nobody.json()
    for malformed in MALFORMED_IDS:
        assert other.request(method, world.at(route, user=malformed)).json() == nobody.json(), malformed


@pytest.mark.parametrize(("method", "route"), CHAT_ROUTES)
def test_another_users_chat_is_the_same_404_as_one_that_does_not_exist(world, other, method, route):
    nothing = other.request(method, world.at(route, user=other.id, chat="999999999"), content=b"not json")
    somebodys = other.request(method, world.at(route, user=other.id), content=b"not json")
    assert not_found(nothing) == "Chat not found"
    assert somebodys.json() == nothing.json()
    for malformed in MALFORMED_IDS:
        assert (
            other.request(method, world.at(route, user=other.id, chat=malformed)).json() == nothing.json()
        ), malformed


@pytest.mark.parametrize(("method", "route"), SHARE_ROUTES)
def test_a_share_of_another_chat_is_the_same_404_as_one_that_does_not_exist(world, owner, method, route):
    elsewhere = owner.start_chat().id
    nothing = owner.request(method, world.at(route, share="999999999"), content=b"not json")
    of_another_chat = owner.request(method, world.at(route, chat=elsewhere), content=b"not json")
    assert not_found(nothing) == "Share not found"
    assert of_another_chat.json() == nothing.json()
    for malformed in MALFORMED_IDS:
        assert owner.request(method, world.at(route, share=malformed)).json() == nothing.json(), malformed


def test_an_unknown_path_is_404_in_the_error_shape(anonymous):
    for path in ["/api/", "/api/nothing", "/api/shared/chats", "/api/users/1/nothing", "/nothing", "/api/health/"]:
        answer = anonymous.get(path)
        assert answer.status_code == 404, path
        assert answer.json()["statusMessage"] == "Not Found"


def test_all_mistakes_of_a_body_are_reported_at_once(world, owner):
    answer = owner.post(world.at(SHARES), {"is_shared": "yes", "is_protected": 1, "hashed_password": []})
    assert sorted(issues(answer)) == [
        ("invalid_type", "Expected boolean, received number", ["is_protected"]),
        ("invalid_type", "Expected boolean, received string", ["is_shared"]),
        ("invalid_type", "Expected string, received array", ["hashed_password"]),
    ]


@pytest.mark.parametrize(
    ("value", "received"),
    [(True, "boolean"), (1, "number"), (1.5, "number"), ([], "array"), ({}, "object"), (None, "null")],
)
def test_an_issue_names_the_type_that_was_received(owner, value, received):
    answer = owner.post(owner.chats, {"name": value, "model": "gpt-4o"})
    assert issues(answer) == [("invalid_type", f"Expected string, received {received}", ["name"])]


def test_a_missing_field_is_required(owner):
    for body in [{}, None]:
        assert sorted(issues(owner.post(owner.chats, body))) == [
            ("invalid_type", "Required", ["model"]),
            ("invalid_type", "Required", ["name"]),
        ]


def test_unknown_fields_are_ignored(owner):
    answer = owner.post(owner.chats, {"name": "a", "model": "b", "id": 1, "neptun_user_id": 1, "colour": "red"})
    assert answer.status_code == 200
    assert "colour" not in answer.json()["chat"]


def test_an_empty_body_counts_as_an_empty_object_where_every_field_is_optional(world, owner):
    for body in [{}, {"content": b""}, {"content": b"", "headers": {"Content-Type": "application/json"}}]:
        assert owner.request("POST", world.at(SHARES), **body).status_code == 200


@pytest.mark.parametrize(("method", "route"), BODY_ROUTES)
def test_what_is_not_json_is_400(world, owner, method, route):
    for body in [b"not json", b'{"name": "x"', b"{} {}", b'{"name": "\xff"}', b"[" * 100_000]:
        answer = owner.request(method, world.at(route), content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code == 400, body[:20]


@pytest.mark.parametrize(("method", "route"), BODY_ROUTES)
def test_a_body_with_another_media_type_is_415(world, owner, method, route):
    types = ["text/plain", "application/xml", "multipart/form-data; boundary=x", "application/jsonp"]
    if (method, route) != ("POST", f"{USER}/chats"):
        types.append("application/x-www-form-urlencoded")
    for media_type in types:
        answer = owner.request(method, world.at(route), content=b"{}", headers={"Content-Type": media_type})
        assert answer.status_code == 415, media_type


def test_the_media_type_is_compared_without_case_and_parameters(world, owner):
    for media_type in ["application/json; charset=utf-8", "Application/JSON", "application/json;charset=UTF-8"]:
        answer = owner.request(
            "POST", world.at(SHARES), content=b"{}", headers={"Content-Type": media_type}
        )
        assert answer.status_code == 200, media_type


def test_a_body_of_more_than_one_mebibyte_is_413_before_it_is_sent(server, world, owner):
    status, body = send_head(
        server,
        f"POST {world.at(SHARES)} HTTP/1.1",
        f"Cookie: neptun-session={owner.cookie}",
        "Content-Type: application/json",
        f"Content-Length: {2**20 + 1}",
    )
    assert status == 413
    assert body["statusCode"] == 413


def test_a_body_of_one_mebibyte_is_taken(world, owner):
    body = b'{"is_shared": true, "padding": "' + b"x" * (2**20 - 34) + b'"}'
    assert len(body) == 2**20
    answer = owner.request(
        "POST", world.at(SHARES), content=body, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 200


def test_times_are_rfc_3339_in_utc(world, owner):
    chat = owner.get(owner.chats).json()["chats"][0]
    share = owner.post(world.share.chat.shares, {}).json()["share"]
    message = owner.get(world.share.chat.messages).json()["chatMessages"][0]
    entry = owner.get(world.share.whitelist).json()["shareWhitelistEntries"][0]
    for row in [chat, share, message, entry]:
        for name in ["created_at", "updated_at"]:
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", row[name]), row


def test_an_error_of_the_door_has_the_error_shape_too(server):
    status, body = send_head(server, "GET /api/health HTTP/1.1", f"X-Large: {'x' * 40_000}")
    assert (status, body["statusCode"]) == (431, 431)
    status, body = send_head(server, "GET /api/health HTTP/1.1", *(f"X-{number}: x" for number in range(101)))
    assert (status, body["statusCode"]) == (431, 431)
