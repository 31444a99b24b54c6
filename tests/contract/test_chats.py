"""The chats of a user."""

from datetime import datetime

import pytest

from personas import issues, let_a_millisecond_pass, not_found, paths


def names(answer) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [chat["name"] for chat in answer.json()["chats"]]


def test_a_new_chat_is_answered_and_listed(owner):
    answer = owner.post(owner.chats, {"name": "Monads", "model": "gpt-4o"})
    assert answer.status_code == 200
    chat = answer.json()["chat"]
    assert set(chat) == {"id", "neptun_user_id", "name", "model", "created_at", "updated_at"}
    assert type(chat["id"]) is int
    assert (chat["neptun_user_id"], chat["name"], chat["model"]) == (owner.id, "Monads", "gpt-4o")
    assert owner.get(owner.chats).json() == {"chats": [chat]}


def test_a_chat_is_taken_from_a_form_too(owner):
    answer = owner.request("POST", owner.chats, data={"name": "a & b = ü", "model": "gpt 4+"})
    assert answer.status_code == 200
    assert answer.json()["chat"]["name"] == "a & b = ü"
    assert answer.json()["chat"]["model"] == "gpt 4+"


def test_a_user_without_chats_has_an_empty_list(owner):
    assert owner.get(owner.chats).json() == {"chats": []}


def test_everybody_sees_only_their_own_chats(owner, other):
    owner.start_chat("mine")
    other.start_chat("theirs")
    assert names(owner.get(owner.chats)) == ["mine"]


@pytest.mark.parametrize("field", ["name", "model"])
def test_name_and_model_have_1_to_255_characters_and_are_not_blank(owner, field):
    good = {"name": "a", "model": "b"}
    for value, code in [("", "too_small"), (" \t\u2003", "too_small"), ("ü" * 256, "too_big")]:
        answer = owner.post(owner.chats, good | {field: value})
        assert [(c, path) for c, _, path in issues(answer)] == [(code, [field])], value
    for value in ["x", "ü" * 255, "<script>alert(1)</script>", "'; drop table chats; --"]:
        answer = owner.post(owner.chats, good | {field: value})
        assert answer.json()["chat"][field] == value


def test_chats_are_ordered_by_the_last_change_and_otherwise_as_asked(owner):
    for name, model in [("b", "x"), ("a", "y"), ("c", "x")]:
        owner.start_chat(name, model)
    assert names(owner.get(owner.chats, params={"order_by": "id:asc"})) == ["b", "a", "c"]
    assert names(owner.get(owner.chats, params={"order_by": "created_at:desc,id:desc"})) == ["c", "a", "b"]
    assert names(owner.get(owner.chats, params={"order_by": "name:asc"})) == ["a", "b", "c"]
    assert names(owner.get(owner.chats, params={"order_by": "model:asc,name:desc"})) == ["c", "b", "a"]
    assert names(owner.get(owner.chats, params={"order_by": "updated_at:desc,id:asc"}))[0] in ("a", "b", "c")


def test_a_changed_chat_comes_first(owner):
    first = owner.start_chat("first")
    owner.start_chat("second")
    let_a_millisecond_pass()
    assert owner.patch(first.path, {"name": "renamed"}).status_code == 200
    assert names(owner.get(owner.chats)) == ["renamed", "second"]
    assert names(owner.get(owner.chats, params={"order_by": "updated_at:desc"})) == ["renamed", "second"]


@pytest.mark.parametrize(
    "order", ["password", "id:sideways", "id:desc:asc", "", ",", "id;drop table chats", "id desc", "neptun_user_id:asc", "id,id"]
)
def test_another_order_is_400(owner, order):
    assert paths(owner.get(owner.chats, params={"order_by": order})) == [["order_by"]]


def test_renaming_gives_the_changed_chat(owner):
    chat = owner.start_chat("before")
    answer = owner.patch(chat.path, {"name": "after", "model": "ignored", "id": 7})
    assert answer.status_code == 200
    changed = answer.json()["chat"]
    assert (changed["id"], changed["name"], changed["model"]) == (chat.id, "after", "gpt-4o")
    assert datetime.fromisoformat(changed["updated_at"]) >= datetime.fromisoformat(changed["created_at"])


def test_renaming_wants_a_name(owner):
    chat = owner.start_chat("before")
    assert issues(owner.patch(chat.path, {})) == [("invalid_type", "Required", ["name"])]
    assert paths(owner.patch(chat.path, {"name": " "})) == [["name"]]
    assert names(owner.get(owner.chats)) == ["before"]


def test_deleting_a_chat_takes_everything_with_it(owner, anonymous):
    chat = owner.start_chat(messages=2)
    share = chat.share()
    assert anonymous.read(share.uuid).status_code == 200
    answer = owner.delete(chat.path)
    assert (answer.status_code, answer.json()) == (200, True)
    assert anonymous.read(share.uuid).status_code == 404
    assert not_found(owner.get(chat.messages)) == "Chat not found"
    assert not_found(owner.delete(chat.path)) == "Chat not found"


def test_several_chats_are_deleted_at_once(owner):
    chats = [owner.start_chat(name) for name in ["a", "b", "c"]]
    answer = owner.delete(owner.chats, {"chat_ids": [chats[0].id, chats[2].id, chats[0].id]})
    assert (answer.status_code, answer.json()) == (200, True)
    assert names(owner.get(owner.chats)) == ["b"]


def test_several_chats_are_deleted_all_or_none(owner, other):
    mine, theirs = owner.start_chat("mine"), other.start_chat("theirs")
    for id in [theirs.id, 999_999_999]:
        assert not_found(owner.delete(owner.chats, {"chat_ids": [mine.id, id]})) == "Chat not found"
    assert names(owner.get(owner.chats)) == ["mine"]
    assert names(other.get(other.chats)) == ["theirs"]


def test_which_chats_to_delete_is_a_list_of_1_to_1000_numbers(owner):
    assert issues(owner.delete(owner.chats, {})) == [("invalid_type", "Required", ["chat_ids"])]
    assert issues(owner.delete(owner.chats, {"chat_ids": 1})) == [
        ("invalid_type", "Expected array, received number", ["chat_ids"])
    ]
    assert issues(owner.delete(owner.chats, {"chat_ids": ["1", 2, None]})) == [
        ("invalid_type", "Expected number, received string", ["chat_ids", "0"]),
        ("invalid_type", "Expected number, received null", ["chat_ids", "2"]),
    ]
    for ids, code in [([], "too_small"), ([1] * 1001, "too_big")]:
        assert [(c, path) for c, _, path in issues(owner.delete(owner.chats, {"chat_ids": ids}))] == [
            (code, ["chat_ids"])
        ]
