"""Uploads of other programs' files."""

import io
import json
import zipfile

import httpx
import pytest

from personas import issues

TALK = [
    {
        "id": f"c{number}",
        "title": f"Chat {number}",
        "messages": [{"role": "user", "content": "Why?"}, {"role": "assistant", "content": "Therefore."}],
    }
    for number in range(3)
]
COUNTS = ["imported", "updated", "unchanged", "changed_here", "skipped"]


def upload(person, content, query="", **what) -> httpx.Response:
    content = content if isinstance(content, bytes) else json.dumps(content).encode()
    return person.post(f"{person.chats}/import{query}", content=content, **what)


def report(answer: httpx.Response) -> dict:
    assert answer.status_code == 200, answer.text
    assert set(answer.json()) == {"report"}
    return answer.json()["report"]


def counts(answer: httpx.Response) -> list[int]:
    return [report(answer)[name] for name in COUNTS]


def test_the_report_names_every_conversation_and_the_chat_that_it_became(owner):
    told = report(upload(owner, TALK))
    assert set(told) == {*COUNTS, "is_dry_run", "files", "notes", "truncated"}
    assert [told[name] for name in COUNTS] == [3, 0, 0, 0, 0]
    assert (told["is_dry_run"], told["notes"], told["truncated"]) == (False, [], False)
    [file] = told["files"]
    assert set(file) == {"name", "format", "conversations"}
    assert file["format"] == "messages"
    for number, conversation in enumerate(file["conversations"]):
        assert set(conversation) == {"chat_id", "name", "outcome", "messages", "new_messages", "notes"}
        assert conversation["name"] == f"Chat {number}"
        assert (conversation["outcome"], conversation["messages"], conversation["new_messages"]) == ("imported", 2, 2)
        messages = owner.get(f"{owner.chats}/{conversation['chat_id']}/messages").json()["chatMessages"]
        assert [message["content"] for message in messages] == ["Why?", "Therefore."]


@pytest.mark.parametrize("media_type", ["application/x-www-form-urlencoded", "application/zip", "text/plain", "nonsense"])
def test_any_media_type_is_taken(owner, media_type):
    assert counts(upload(owner, TALK, headers={"Content-Type": media_type})) == [3, 0, 0, 0, 0]


def test_an_archive_is_taken(owner):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as files:
        files.writestr("export/talk.json", json.dumps(TALK))
        files.writestr("export/picture.png", b"\x89PNG")
    answer = upload(owner, archive.getvalue())
    assert counts(answer) == [3, 0, 0, 0, 0]
    assert [file["name"] for file in report(answer)["files"]] == ["export/talk.json"]


def test_a_conversation_that_was_changed_here_and_there_is_left_alone(owner):
    [conversation] = report(upload(owner, TALK[:1]))["files"][0]["conversations"]
    assert counts(upload(owner, TALK[:1])) == [0, 0, 1, 0, 0]
    chat = f"{owner.chats}/{conversation['chat_id']}"
    assert owner.delete(f"{chat}/messages/last").json() is True
    other = [TALK[0] | {"messages": [{"role": "user", "content": "Another question"}]}]
    answer = upload(owner, other)
    assert counts(answer) == [0, 0, 0, 1, 0]
    assert report(answer)["files"][0]["conversations"][0]["outcome"] == "changed_here"
    assert owner.get(f"{chat}/messages").json() == {"chatMessages": []}


def test_a_dry_run_says_so_and_stores_nothing(owner):
    told = report(upload(owner, TALK, "?dry_run=true"))
    assert (told["is_dry_run"], told["imported"]) == (True, 3)
    assert {conversation["chat_id"] for conversation in told["files"][0]["conversations"]} == {None}
    assert owner.get(owner.chats).json() == {"chats": []}
    assert report(upload(owner, TALK, "?dry_run=false"))["is_dry_run"] is False


def test_a_format_may_be_named(owner):
    assert counts(upload(owner, TALK, "?format=messages")) == [3, 0, 0, 0, 0]
    [(code, message, path)] = issues(upload(owner, TALK, "?format=telegram"))
    assert (code, path) == ("custom", ["format"])
    assert "'messages'" in message and "'chatgpt'" in message


def test_every_mistake_in_the_query_is_told(owner):
    answer = upload(owner, TALK, "?format=&dry_run=1&name=%20")
    assert sorted(path for _, _, path in issues(answer)) == [["dry_run"], ["format"], ["name"]]
    assert owner.get(owner.chats).json() == {"chats": []}


@pytest.mark.parametrize("content", [b"", b"not json", b"%PDF-1.7", b"PK\x03\x04", b"[" * 100_000, b"[]", b'{"a": 1}'])
def test_what_is_no_conversation_is_400_and_told_why(owner, content):
    answer = upload(owner, content)
    assert answer.status_code == 400
    body = answer.json()
    assert body["statusMessage"] == "Bad Request. The file could not be imported."
    assert issues(answer) == [("custom", body["message"], [])]
