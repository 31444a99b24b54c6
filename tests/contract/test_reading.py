"""Reading a shared chat: who may, what they get, and what may be kept of it."""

import base64
import uuid

import httpx
import pytest

from personas import Person

OPEN = {"shareExists": True, "shareIsPrivate": False, "shareHasPassword": False, "shareHasWhitelist": False}
PASSWORD = OPEN | {"shareIsPrivate": True, "shareHasPassword": True}
WHITELIST = OPEN | {"shareIsPrivate": True, "shareHasWhitelist": True}
BOTH = PASSWORD | WHITELIST | {"shareHasPassword": True, "shareHasWhitelist": True}
NOTHING = dict.fromkeys(OPEN, False)


@pytest.fixture
def chat(owner):
    return owner.start_chat(messages=3)


def assert_read(answer, info: dict) -> None:
    assert answer.status_code == 200, answer.text
    assert answer.json()["shareInfo"] == info


def assert_refused(answer, status: int, message: str, info: dict) -> None:
    assert answer.status_code == status, answer.text
    body = answer.json()
    assert body["statusMessage"] == message
    assert body["data"] == {"shareInfo": info}
    assert isinstance(body["message"], str) and body["message"]
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers


def assert_no_such_share(answer) -> None:
    assert_refused(answer, 404, "Not Found (share not found)", NOTHING)
    assert answer.json()["message"] == "The share does not exist."


def assert_wrong_password(answer, info: dict = PASSWORD) -> None:
    assert_refused(answer, 401, "Unauthorized (incorrect credentials)", info)
    assert answer.json()["message"] == "You are not authorized to view this chat."


def test_a_public_share_is_read_by_anyone(chat, anonymous):
    answer = anonymous.read(chat.share().uuid)
    assert_read(answer, OPEN)
    body = answer.json()
    assert set(body) == {"chatMessages", "shareInfo", "chat"}
    assert set(body["chat"]) == {"name", "model", "created_at", "updated_at"}
    assert (body["chat"]["name"], body["chat"]["model"]) == ("Monads", "gpt-4o")
    assert [(m["content"], m["role"]) for m in body["chatMessages"]] == [
        ("message 0", "user"),
        ("message 1", "assistant"),
        ("message 2", "user"),
    ]
    for message in body["chatMessages"]:
        assert set(message) == {"id", "content", "role", "timestamp"}
        assert type(message["id"]) is str
        assert message["timestamp"].endswith("Z")


def test_an_empty_chat_has_an_empty_list(owner, anonymous):
    assert anonymous.read(owner.start_chat().share().uuid).json()["chatMessages"] == []


def test_an_unknown_a_malformed_a_switched_off_and_a_deleted_share_are_the_same_404(owner, anonymous):
    off = owner.start_chat().share(is_shared=False).uuid
    off_with_password = owner.start_chat().share(is_shared=False, is_protected=True, hashed_password="x").uuid
    deleted = owner.start_chat().share()
    owner.delete(deleted.path)
    chat_deleted = owner.start_chat().share()
    owner.delete(chat_deleted.chat.path)
    answers = [
        anonymous.read(name)
        for name in [
            str(uuid.uuid4()),
            "1",
            "x" * 3000,
            "%00",
            "..%2f",
            off,
            off_with_password,
            deleted.uuid,
            chat_deleted.uuid,
        ]
    ]
    for answer in answers:
        assert_no_such_share(answer)
        assert answer.json() == answers[0].json()
        assert "www-authenticate" not in answer.headers


def test_switching_a_share_off_and_on_takes_effect_on_the_next_request(chat, anonymous):
    share = chat.share()
    for _ in range(3):
        assert_read(anonymous.read(share.uuid), OPEN)
        chat.share(is_shared=False)
        assert_no_such_share(anonymous.read(share.uuid))
        chat.share(is_shared=True)


def test_a_password_share_wants_its_password(chat, anonymous):
    share = chat.protected("open sesame")
    assert_wrong_password(anonymous.read(share.uuid))
    assert_wrong_password(anonymous.read(share.uuid, "wrong"))
    assert_wrong_password(anonymous.read(share.uuid, ""))
    assert_read(anonymous.read(share.uuid, "open sesame"), PASSWORD)


def test_the_owner_is_no_exception(chat, owner):
    assert_wrong_password(owner.read(chat.protected().uuid))


def test_a_new_password_takes_effect_on_the_next_request(chat, anonymous):
    share = chat.protected("first")
    assert_read(anonymous.read(share.uuid, "first"), PASSWORD)
    chat.protected("second")
    assert_wrong_password(anonymous.read(share.uuid, "first"))
    assert_read(anonymous.read(share.uuid, "second"), PASSWORD)


def basic(text: str | bytes) -> str:
    return base64.b64encode(text.encode() if isinstance(text, str) else text).decode()


@pytest.mark.parametrize("scheme", ["Basic", "basic", "BASIC"])
def test_the_scheme_is_compared_without_case_and_the_user_name_ignored(chat, anonymous, scheme):
    share = chat.protected("a:b::🔑 ü")
    for user in ["", "anybody", "ünïcödé"]:
        header = f"{scheme} {basic(f'{user}:a:b::🔑 ü')}"
        assert_read(anonymous.get(f"/api/shared/chats/{share.uuid}", headers={"Authorization": header}), PASSWORD)


@pytest.mark.parametrize(
    "header",
    ["Basic", "Basic !!!!", f"Basic {basic('no colon')}", f"Basic {basic(bytes([0x3A, 0xFF, 0xFE]))}"]
    + [f"Bearer {basic(':open sesame')}", basic(":open sesame"), "Basic " + "A" * 8000],
)
def test_a_header_that_cannot_be_decoded_counts_as_a_wrong_password(chat, anonymous, header):
    answer = anonymous.get(f"/api/shared/chats/{chat.protected().uuid}", headers={"Authorization": header})
    assert_wrong_password(answer)


def test_the_challenge_opens_no_dialog_over_a_script(chat, anonymous):
    share = chat.protected()
    challenge = 'realm="shared chat", charset="UTF-8"'
    assert anonymous.read(share.uuid).headers["www-authenticate"] == f"Basic {challenge}"
    scripted = anonymous.read(share.uuid, headers={"X-Requested-With": "fetch"})
    assert scripted.headers["www-authenticate"] == f"xBasic {challenge}"


def test_a_whitelist_share_wants_a_session_of_somebody_on_the_list(server, chat, anonymous, owner, other):
    share = chat.share()
    share.admit(other)
    refusal = anonymous.read(share.uuid)
    assert_refused(refusal, 401, "Unauthorized (session required)", WHITELIST)
    assert "www-authenticate" not in refusal.headers
    outsider = Person(server.base).read(share.uuid)
    assert_refused(outsider, 403, "Forbidden (not on whitelist)", WHITELIST)
    assert outsider.json()["message"] == "You are not on the whitelist."
    assert_read(other.read(share.uuid), WHITELIST)
    assert_read(owner.read(share.uuid), WHITELIST)


def test_password_and_whitelist_are_both_needed_and_the_password_is_asked_first(server, chat, anonymous, other):
    share = chat.protected("open sesame")
    share.admit(other)
    outsider = Person(server.base)
    for visitor in [anonymous, outsider, other, chat.owner]:
        assert_wrong_password(visitor.read(share.uuid), BOTH)
    assert_refused(anonymous.read(share.uuid, "open sesame"), 401, "Unauthorized (session required)", BOTH)
    assert_refused(outsider.read(share.uuid, "open sesame"), 403, "Forbidden (not on whitelist)", BOTH)
    assert_read(other.read(share.uuid, "open sesame"), BOTH)


def test_public_answers_may_be_kept_but_are_asked_for_again(chat, anonymous):
    answer = anonymous.read(chat.share().uuid)
    assert answer.headers["cache-control"] == "no-cache"


def test_what_needed_a_password_or_a_session_stays_out_of_shared_caches(chat, anonymous, owner, other):
    private = chat.protected()
    listed = owner.start_chat().share()
    listed.admit(other)
    for answer in [anonymous.read(private.uuid, "open sesame"), other.read(listed.uuid)]:
        assert answer.headers["cache-control"] == "private, no-cache"
        varies = {name.strip().lower() for name in answer.headers["vary"].split(",")}
        assert {"authorization", "cookie"} <= varies


def etag(answer: httpx.Response) -> dict:
    """The header with which the answer is asked for again."""
    tag = answer.headers["etag"]
    assert tag.startswith('"') and tag.endswith('"'), "a strong one"
    return {"If-None-Match": tag}


def test_an_unchanged_chat_is_304_and_a_changed_one_is_not(chat, anonymous):
    share = chat.share()
    known = etag(anonymous.read(share.uuid))
    for header in [known["If-None-Match"], f'"other", {known["If-None-Match"]}', f"W/{known['If-None-Match']}", "*"]:
        answer = anonymous.read(share.uuid, headers={"If-None-Match": header})
        assert (answer.status_code, answer.content) == (304, b""), header
        assert answer.headers["etag"] == known["If-None-Match"]
        assert answer.headers["cache-control"] == "no-cache"
    assert anonymous.read(share.uuid, headers={"If-None-Match": '"other"'}).status_code == 200
    chat.owner.post(chat.messages, {"message": "more", "actor": "user"})
    assert len(anonymous.read(share.uuid, headers=known).json()["chatMessages"]) == 4


def test_a_renamed_chat_and_a_new_rule_change_the_etag(chat, anonymous):
    share = chat.share()
    first = etag(anonymous.read(share.uuid))
    chat.owner.patch(chat.path, {"name": "Renamed"})
    second = etag(anonymous.read(share.uuid))
    chat.protected("open sesame")
    third = etag(anonymous.read(share.uuid, "open sesame"))
    assert len({header["If-None-Match"] for header in [first, second, third]}) == 3


def test_who_may_not_read_gets_no_304(server, chat, anonymous, owner, other):
    share = chat.protected("open sesame")
    known = etag(anonymous.read(share.uuid, "open sesame"))
    assert anonymous.read(share.uuid, "open sesame", headers=known).status_code == 304
    assert_wrong_password(anonymous.read(share.uuid, headers=known))
    assert_wrong_password(anonymous.read(share.uuid, headers={"If-None-Match": "*"}))
    chat.share(is_shared=False)
    assert_no_such_share(anonymous.read(share.uuid, "open sesame", headers=known))
    chat.share(is_shared=True, is_protected=False)
    [_, entry] = sorted(share.admit(other), key=lambda entry: entry["whitelisted_neptun_user_id"] == other.id)
    known = etag(other.read(share.uuid))
    owner.delete(f"{share.whitelist}/{entry['id']}")
    assert_refused(other.read(share.uuid, headers=known), 403, "Forbidden (not on whitelist)", WHITELIST)


def test_other_sites_scripts_may_read_public_and_password_shares_without_credentials(chat, anonymous, owner):
    elsewhere = {"Origin": "http://elsewhere.example"}
    private, public = chat.protected("open sesame"), owner.start_chat().share()
    answers = [
        anonymous.read(public.uuid, headers=elsewhere),
        anonymous.read(private.uuid, "open sesame", headers=elsewhere),
        anonymous.read(private.uuid, headers=elsewhere),
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 401]
    for answer in answers:
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in answer.headers


def test_a_preflight_is_answered(chat, anonymous):
    asked = {
        "Origin": "http://elsewhere.example",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "authorization,if-none-match,x-requested-with",
    }
    answer = anonymous.request("OPTIONS", f"/api/shared/chats/{chat.protected().uuid}", headers=asked)
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers
    assert "GET" in answer.headers["access-control-allow-methods"]
    allowed = {name.strip().lower() for name in answer.headers["access-control-allow-headers"].split(",")}
    assert "authorization" in allowed


def test_guessing_is_slowed_down_and_a_request_without_credentials_is_no_guess(chat, anonymous, owner):
    share, another = chat.protected("open sesame"), owner.start_chat().protected("open sesame")
    assert {anonymous.read(share.uuid).status_code for _ in range(30)} == {401}
    assert [anonymous.read(share.uuid, f"guess {number}").status_code for number in range(10)] == [401] * 10
    # Meanwhile a slow machine may have earned another guess.
    answer = next(
        answer for answer in (anonymous.read(share.uuid, "more") for _ in range(5)) if answer.status_code != 401
    )
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["retry-after"]) <= 60
    assert_wrong_password(anonymous.read(share.uuid))
    assert_read(anonymous.read(another.uuid, "open sesame"), PASSWORD)


def test_the_right_password_is_never_slowed_down(chat, anonymous):
    share = chat.protected("open sesame")
    assert {anonymous.read(share.uuid, "open sesame").status_code for _ in range(30)} == {200}
