"""The specification's curl lines work against this server when they are pasted into a shell."""

import json
import re
import subprocess
from pathlib import Path

import pytest

LINES = (Path(__file__).parent / "examples" / "curl.sh").read_text()


@pytest.fixture
def paste(server):
    """Runs the line of that title, with other names in it."""

    def run(title: str, **names: object):
        line = re.search(rf"^# {title}\n(.+?)(?:\n\n|\Z)", LINES, re.MULTILINE | re.DOTALL).group(1)
        line = line.replace("https://neptun-webui.vercel.app", server.base)
        for name, value in names.items():
            written = {"chat": "chats/123/", "share": "shares/456/"}.get(name, f"your-{name.replace('_', '-')}")
            assert written in line, written
            line = line.replace(written, f"{name}s/{value}/" if name in ("chat", "share") else str(value))
        done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, timeout=30)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run


def test_a_share_is_created_and_read(paste, owner):
    chat = owner.start_chat(messages=2)

    share = paste("create-share", session_cookie=owner.cookie, user_id=owner.id, chat=chat.id)["share"]
    shared = paste("read", uuid_here=share["uuid"])

    assert [message["content"] for message in shared["chatMessages"]] == ["message 0", "message 1"]


def test_a_protected_share_is_read_with_its_password(paste, owner):
    share = owner.start_chat(messages=1).protected("open sesame")

    refused = paste("read", uuid_here=share.uuid)
    wrong = paste("read-with-password", uuid_here=share.uuid, password="wrong")
    shared = paste("read-with-password", uuid_here=share.uuid, password="open sesame")

    assert refused["statusCode"] == wrong["statusCode"] == 401
    assert len(shared["chatMessages"]) == 1


def test_whitelist_entries_are_created(paste, owner):
    share = owner.start_chat().share()

    answer = paste("whitelist", session_cookie=owner.cookie, user_id=owner.id, chat=share.chat.id, share=share.id)

    [entry] = answer["shareWhitelistEntries"]
    assert entry["whitelisted_neptun_user_id"] == owner.id
