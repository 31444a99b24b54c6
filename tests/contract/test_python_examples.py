"""The specification's pydantic models and httpx calls work against this server."""

import asyncio

import httpx
import pytest

from examples import clients
from examples.clients import CreateShareRequest


@pytest.fixture(autouse=True)
def host(server, monkeypatch):
    monkeypatch.setattr(clients, "host", server.base)


def create_share(chat, **fields):
    owner = chat.owner
    request = CreateShareRequest(**fields)
    return asyncio.run(clients.create_chat_share(str(owner.id), chat.id, request, owner.cookie)).share


def read(uuid, password=None):
    return asyncio.run(clients.get_shared_chat(str(uuid), password))


def refusal(uuid, password=None) -> int:
    with pytest.raises(httpx.HTTPStatusError) as refused:
        read(uuid, password)
    return refused.value.response.status_code


def test_a_share_is_created_and_read(owner):
    chat = owner.start_chat(messages=2)

    share = create_share(chat)
    shared = read(share.uuid)

    assert share.chat_conversation_id == chat.id
    assert (share.is_shared, share.is_protected, share.hashed_password) == (True, False, None)
    assert [message.content for message in shared.chatMessages] == ["message 0", "message 1"]
    assert shared.shareInfo.shareExists and not shared.shareInfo.shareIsPrivate


def test_a_protected_share_is_created_and_read_with_its_password(owner):
    share = create_share(owner.start_chat(messages=1), is_protected=True, hashed_password="pässword: with colon")

    assert share.is_protected and share.hashed_password.startswith("$argon2id$")
    assert refusal(share.uuid) == refusal(share.uuid, "wrong") == 401
    assert read(share.uuid, "pässword: with colon").shareInfo.shareHasPassword


def test_a_share_is_switched_off(owner):
    chat = owner.start_chat()
    share = create_share(chat)

    assert not create_share(chat, is_shared=False).is_shared
    assert refusal(share.uuid) == 404


def test_whitelist_entries_are_created(owner, other):
    share = owner.start_chat().share()

    response = asyncio.run(
        clients.create_whitelist_entries(
            owner.id, share.chat.id, share.id, [other.email, "nobody@example.com"], owner.cookie
        )
    )

    entries = response.shareWhitelistEntries
    assert {entry.whitelisted_neptun_user_id for entry in entries} == {owner.id, other.id}
    assert {entry.chat_conversation_share_id for entry in entries} == {share.id}


def test_the_models_of_a_request_are_taken_as_they_are(owner, other):
    share = owner.start_chat().share()
    body = clients.CreateWhitelistRequest(emails=[other.email]).model_dump()
    assert owner.post(share.whitelist, body).status_code == 200
    body = CreateShareRequest().model_dump()
    assert owner.post(owner.start_chat().shares, body).status_code == 200
