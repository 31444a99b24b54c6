"""The specification's `fetch` functions work against this server."""

import json
import os
import subprocess
from pathlib import Path

import pytest

CLIENTS = Path(__file__).parent / "examples" / "clients.mjs"


@pytest.fixture
def call(server, owner):
    """Calls a function in Node, as the owner."""

    def run(name: str, *arguments):
        environment = os.environ | {"SHARE_HOST": server.base, "SHARE_SESSION": owner.cookie}
        command = ["node", str(CLIENTS), name, json.dumps(arguments)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=30)
        if done.returncode:
            raise RuntimeError(done.stderr)
        return json.loads(done.stdout)

    return run


def test_a_share_is_created_and_read(call, owner):
    chat = owner.start_chat(messages=2)

    share = call("createChatShare", str(owner.id), chat.id, {})["share"]
    shared = call("getSharedChat", share["uuid"])

    assert type(share["id"]) is int and share["chat_conversation_id"] == chat.id
    assert share["is_shared"] is True and share["is_protected"] is False and share["hashed_password"] is None
    assert [type(message["id"]) for message in shared["chatMessages"]] == [str, str]
    assert shared["shareInfo"]["shareExists"] is True


def test_a_protected_share_is_read_with_its_password(call, owner):
    chat = owner.start_chat(messages=1)

    request = {"is_protected": True, "hashed_password": "open sesame"}
    uuid = call("createChatShare", str(owner.id), chat.id, request)["share"]["uuid"]

    with pytest.raises(RuntimeError, match="HTTP error! status: 401"):
        call("getSharedChat", uuid)
    assert len(call("getSharedChat", uuid, "open sesame")["chatMessages"]) == 1


def test_whitelist_entries_are_created(call, owner, other):
    share = owner.start_chat().share()

    answer = call("createWhitelistEntries", owner.id, share.chat.id, share.id, [other.email])

    ids = {entry["whitelisted_neptun_user_id"] for entry in answer["shareWhitelistEntries"]}
    assert ids == {owner.id, other.id}


def test_a_refused_body_is_an_http_error(call, owner):
    with pytest.raises(RuntimeError, match="HTTP error! status: 400"):
        call("createChatShare", str(owner.id), owner.start_chat().id, {"is_shared": "true"})
