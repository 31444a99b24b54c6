"""Creating and changing the share of a chat."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from personas import Person, Visitor, issues, not_found, paths
from server import serve

# Argon2id hashes of "made by the client", as a client's library makes them.
CLIENT_HASH = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$73zm6JZomf/7hB+Xz5CmpanC3aUco+b48Q9f5NxxS4Y"


def settings(share: dict) -> tuple[bool, bool, bool]:
    return share["is_shared"], share["is_protected"], share["hashed_password"] is not None


@pytest.fixture
def chat(owner):
    return owner.start_chat(messages=2)


@pytest.fixture
def change(chat):
    """Creates or changes the chat's share."""

    def post(**fields) -> dict:
        answer = chat.owner.post(chat.shares, fields)
        assert answer.status_code == 200, answer.text
        return answer.json()["share"]

    return post


def test_a_share_takes_the_documented_defaults(server, chat, change):
    share = change()
    assert settings(share) == (True, False, False)
    assert (share["created_at"], share["state"]) == (share["updated_at"], "active")
    for unset in ["expires_at", "max_views", "views_left", "last_viewed_at", "until_message_id", "message_ids", "frozen_at"]:
        assert share[unset] is None, unset
    assert (share["views"], share["is_frozen"], share["records_visitors"], share["has_whitelist"]) == (0, False, False, False)
    credentials = ["api_key", "access_token", "password", "private_key", "card_number", "bank_account"]
    assert share["redactions"] == {"kinds": credentials, "finds": [], "harmless": [], "words": []}
    assert share["findings"] == []
    assert share["chat_conversation_id"] == chat.id
    assert uuid.UUID(share["uuid"]).version == 4
    assert share["url"] == f"{server.base}/shared/chats/{share['uuid']}"


def test_the_public_url_is_in_front_of_a_shares_url(tmp_path):
    with serve(tmp_path, "--signup", "open", "--public-url", "http://share.example:8000/") as running:
        chat = Person(running.base).start_chat()
        share = chat.owner.post(chat.shares, {}).json()["share"]
    assert share["url"] == f"http://share.example:8000/shared/chats/{share['uuid']}"


def test_repeating_a_request_changes_nothing(change):
    for fields in [{}, {"is_protected": True, "hashed_password": CLIENT_HASH}, {"is_shared": False}]:
        first, second = change(**fields), change(**fields)
        assert {**first, "updated_at": None} == {**second, "updated_at": None}


def test_only_the_named_fields_are_changed(change):
    made = change(is_protected=True, hashed_password="open sesame")
    assert settings(made) == (True, True, True)
    off = change(is_shared=False)
    assert settings(off) == (False, True, True)
    on = change(is_shared=True)
    assert settings(on) == (True, True, True)
    assert on["hashed_password"] == made["hashed_password"]
    assert on["uuid"] == off["uuid"] == made["uuid"]
    assert on["id"] == off["id"] == made["id"]
    assert settings(change(is_protected=False)) == (True, False, True)
    assert settings(change(is_protected=True)) == (True, True, True)


def test_fifty_at_once_get_one_share(server, chat):
    def share(_):
        visitor = Visitor(server.base)
        return visitor.post(chat.shares, {}, headers={"Cookie": f"neptun-session={chat.owner.cookie}"})

    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(share, range(50)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({(answer.json()["share"]["id"], answer.json()["share"]["uuid"]) for answer in answers}) == 1


def test_a_plain_password_is_hashed_and_opens_the_share(anonymous, change):
    share = change(is_protected=True, hashed_password="open sesame")
    assert share["hashed_password"].startswith("$argon2id$v=19$")
    assert anonymous.read(share["uuid"], "open sesame").status_code == 200
    assert anonymous.read(share["uuid"], share["hashed_password"]).status_code == 401


def test_a_clients_argon2_hash_is_stored_as_it_is_and_its_password_opens_the_share(anonymous, change):
    share = change(is_protected=True, hashed_password=CLIENT_HASH)
    assert share["hashed_password"] == CLIENT_HASH
    assert anonymous.read(share["uuid"], "made by the client").status_code == 200
    assert anonymous.read(share["uuid"], CLIENT_HASH).status_code == 401


@pytest.mark.parametrize(
    "hash",
    [
        "$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW",
        "$scrypt$ln=17,r=8,p=1$c2FsdHNhbHRzYWx0c2FsdA$73zm6JZomf/7hB+Xz5CmpanC3aUco+b48Q9f5NxxS4Y",
        "$pbkdf2-sha256$i=600000$c2FsdHNhbHRzYWx0c2FsdA$73zm6JZomf/7hB+Xz5CmpanC3aUco+b48Q9f5NxxS4Y",
        CLIENT_HASH.replace("m=19456", "m=2097152"),
        CLIENT_HASH.replace("m=19456", "m=65537"),
        CLIENT_HASH.replace("t=2", "t=11"),
        CLIENT_HASH.replace("p=1", "p=5"),
        "$argon2id$",
        "$argon2id$v=19$m=19456,t=2,p=1$",
        "$argon2id$v=19$m=19456,t=2,p=1$not base64$either",
    ],
)
def test_a_hash_that_cannot_be_verified_safely_is_400(chat, hash):
    answer = chat.owner.post(chat.shares, {"is_protected": True, "hashed_password": hash})
    assert paths(answer) == [["hashed_password"]]
    assert chat.owner.get(chat.shares).json() is None


@pytest.mark.parametrize(("password", "code"), [("", "too_small"), (" \t", "too_small"), ("x" * 129, "too_big")])
def test_a_share_password_has_1_to_128_characters_and_is_not_blank(chat, password, code):
    answer = chat.owner.post(chat.shares, {"is_protected": True, "hashed_password": password})
    assert [(c, path) for c, _, path in issues(answer)] == [(code, ["hashed_password"])]


@pytest.mark.parametrize("password", ["x", "🔑" * 128, "with: colons: in it", "$dollars", " padded ", "line\nbreak"])
def test_any_other_password_protects_and_opens(anonymous, change, password):
    share = change(is_protected=True, hashed_password=password)
    assert anonymous.read(share["uuid"], password).status_code == 200
    assert anonymous.read(share["uuid"], password + "x").status_code == 401


def test_protection_wants_a_password_given_or_stored(chat, change):
    for fields in [{"is_protected": True}, {"is_protected": True, "hashed_password": None}]:
        assert paths(chat.owner.post(chat.shares, fields)) == [["hashed_password"]]
    assert chat.owner.get(chat.shares).json() is None
    change()
    assert paths(chat.owner.post(chat.shares, {"is_protected": True})) == [["hashed_password"]]


def test_null_removes_the_password_unless_the_share_stays_protected(chat, change):
    change(is_protected=True, hashed_password="open sesame")
    assert paths(chat.owner.post(chat.shares, {"hashed_password": None})) == [["hashed_password"]]
    assert settings(change(is_protected=False, hashed_password=None)) == (True, False, False)
    assert paths(chat.owner.post(chat.shares, {"is_protected": True})) == [["hashed_password"]]


def test_null_is_no_boolean(chat):
    answer = chat.owner.post(chat.shares, {"is_shared": None})
    assert issues(answer) == [("invalid_type", "Expected boolean, received null", ["is_shared"])]


def test_a_body_that_is_no_object_is_400(chat):
    for body, received in [("[]", "array"), ("null", "null"), ("1", "number"), ('"x"', "string")]:
        answer = chat.owner.request("POST", chat.shares, content=body, headers={"Content-Type": "application/json"})
        assert issues(answer) == [("invalid_type", f"Expected object, received {received}", [])]


def test_the_active_share_is_its_uuid_or_null(chat, change):
    assert chat.owner.get(chat.shares).json() is None
    share = change()
    assert chat.owner.get(chat.shares).json() == {"uuid": share["uuid"]}
    change(is_shared=False)
    assert chat.owner.get(chat.shares).json() is None


def test_a_deleted_share_is_gone_with_its_whitelist_and_sharing_again_makes_a_new_uuid(anonymous, chat, other):
    share = chat.share()
    share.admit(other)
    answer = chat.owner.delete(share.path)
    assert (answer.status_code, answer.json()) == (200, True)
    assert anonymous.read(share.uuid).status_code == 404
    assert not_found(chat.owner.delete(share.path)) == "Share not found"
    again = chat.share()
    assert again.uuid != share.uuid
    assert chat.owner.get(again.whitelist).json() == {"shareWhitelistEntries": []}
    assert anonymous.read(again.uuid).status_code == 200


def test_a_share_ends_at_its_time_and_lives_again_with_a_later_one(chat, change, anonymous):
    share = change(expires_at="2999-01-01T00:00:00+01:00")
    assert share["expires_at"] == "2998-12-31T23:00:00Z"
    assert anonymous.read(share["uuid"]).status_code == 200

    ended = change(expires_at="2020-01-01T00:00:00Z")
    assert ended["is_shared"] is True
    answer = anonymous.read(share["uuid"])
    assert answer.status_code == 404
    assert not any(answer.json()["data"]["shareInfo"].values())
    assert chat.owner.get(chat.shares).json() is None

    assert change(expires_at=None)["uuid"] == share["uuid"]
    assert anonymous.read(share["uuid"]).status_code == 200


def test_other_settings_leave_the_expiry_as_it_is(change):
    change(expires_at="2999-01-01T00:00:00Z")
    assert change(is_shared=False)["expires_at"] == "2999-01-01T00:00:00Z"


@pytest.mark.parametrize("wrong", ["tomorrow", "2999-13-01T00:00:00Z", "2999-01-01", "", 5, True])
def test_an_expiry_that_is_no_time_is_refused(chat, wrong):
    answer = chat.owner.post(chat.shares, {"expires_at": wrong})
    assert answer.status_code == 400
    assert [path for _, _, path in issues(answer)] == [["expires_at"]]
