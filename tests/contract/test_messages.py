"""The messages of a chat, as their owner writes and sees them."""

import pytest

from personas import issues, let_a_millisecond_pass, not_found, paths

ROLES = ["user", "assistant", "system", "tool"]


def contents(chat) -> list[str]:
    answer = chat.owner.get(chat.messages)
    assert answer.status_code == 200, answer.text
    return [message["content"] for message in answer.json()["chatMessages"]]


def say(chat, *texts: str) -> None:
    """Adds messages, the text's first letter being the role's."""
    roles = {role[0]: role for role in ROLES}
    messages = [{"content": text, "role": roles[text[0]]} for text in texts]
    assert chat.owner.post(chat.messages, {"messages": messages}).status_code == 200


def test_one_message_is_answered_under_both_names(owner):
    chat = owner.start_chat()
    answer = owner.post(chat.messages, {"message": "Hello", "actor": "user"})
    assert answer.status_code == 200
    assert set(answer.json()) == {"chatMessage"}
    message = answer.json()["chatMessage"]
    assert set(message) == {
        *("id", "chat_conversation_id", "neptun_user_id", "created_at", "updated_at"),
        *("content", "message", "role", "actor"),
    }
    assert type(message["id"]) is int
    assert (message["chat_conversation_id"], message["neptun_user_id"]) == (chat.id, owner.id)
    assert message["content"] == message["message"] == "Hello"
    assert message["role"] == message["actor"] == "user"
    assert owner.get(chat.messages).json() == {"chatMessages": [message]}


def test_several_messages_are_answered_in_order(owner):
    chat = owner.start_chat()
    messages = [{"content": f"{number}", "role": ROLES[number % 4]} for number in range(20)]
    answer = owner.post(chat.messages, {"messages": messages})
    assert answer.status_code == 200
    assert set(answer.json()) == {"chatMessages"}
    added = answer.json()["chatMessages"]
    assert [{"content": m["content"], "role": m["role"]} for m in added] == messages
    assert owner.get(chat.messages).json()["chatMessages"] == added
    assert [m["id"] for m in added] == sorted(m["id"] for m in added)


def test_either_naming_is_taken_in_both_forms(owner):
    chat = owner.start_chat()
    assert "chatMessage" in owner.post(chat.messages, {"content": "a", "role": "tool"}).json()
    answer = owner.post(chat.messages, {"messages": [{"message": "b", "actor": "system"}]})
    assert "chatMessages" in answer.json()
    assert contents(chat) == ["a", "b"]


def test_text_comes_back_as_it_was_sent(owner):
    chat = owner.start_chat()
    for text in [
        "",
        " leading and trailing \n",
        "<script>alert(1)</script>",
        "'; drop table messages; --",
        "💬\u0000\r\n\u202e",
    ]:
        assert owner.post(chat.messages, {"message": text, "actor": "user"}).json()["chatMessage"]["content"] == text
        assert contents(chat)[-1] == text


def test_messages_are_added_all_or_none(owner):
    chat = owner.start_chat()
    messages = [{"content": "fine", "role": "user"}, {"content": 1, "role": "user"}, {"content": "x", "role": "robot"}]
    answer = owner.post(chat.messages, {"messages": messages})
    assert ("invalid_type", "Expected string, received number", ["messages", "1", "content"]) in issues(answer)
    assert ["messages", "2", "role"] in paths(answer)
    assert len(issues(answer)) == 2
    assert contents(chat) == []


def test_a_message_wants_a_text_and_a_known_author(owner):
    chat = owner.start_chat()
    assert ("invalid_type", "Required") in [issue[:2] for issue in issues(owner.post(chat.messages, {"message": "x"}))]
    assert ("invalid_type", "Required") in [issue[:2] for issue in issues(owner.post(chat.messages, {"actor": "user"}))]
    assert paths(owner.post(chat.messages, {"message": "x", "actor": "robot"})) == [["actor"]]
    assert paths(owner.post(chat.messages, {"message": 1, "actor": "user"})) == [["message"]]
    assert len(issues(owner.post(chat.messages, {}))) == 2
    assert contents(chat) == []


def test_a_list_has_1_to_10000_messages(owner):
    chat = owner.start_chat()
    message = {"content": "", "role": "user"}
    for count, code in [(0, "too_small"), (10_001, "too_big")]:
        answer = owner.post(chat.messages, {"messages": [message] * count})
        assert [(c, path) for c, _, path in issues(answer)] == [(code, ["messages"])]
    assert owner.post(chat.messages, {"messages": [message] * 10_000}).status_code == 200
    assert len(contents(chat)) == 10_000


def test_a_new_message_brings_its_chat_to_the_top(owner):
    first, _ = owner.start_chat("first"), owner.start_chat("second")
    let_a_millisecond_pass()
    say(first, "u")
    assert [chat["name"] for chat in owner.get(owner.chats).json()["chats"]] == ["first", "second"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (["u1", "a1", "u2", "a2"], ["u1", "a1"]),
        (["u1", "a1", "u2"], ["u1", "a1"]),
        (["u1", "a1", "u2", "t2", "a2"], ["u1", "a1"]),
        (["s0", "u1", "a1"], ["s0"]),
    ],
)
def test_the_last_exchange_is_what_the_user_said_last_and_all_after_it(owner, before, after):
    chat = owner.start_chat()
    say(chat, *before)
    answer = owner.delete(f"{chat.messages}/last")
    assert (answer.status_code, answer.json()) == (200, True)
    assert contents(chat) == after


def test_an_empty_chat_has_no_last_exchange(owner):
    chat = owner.start_chat()
    answer = owner.delete(f"{chat.messages}/last")
    assert (answer.status_code, answer.json()) == (200, False)


def test_messages_stay_in_their_chat(owner):
    one, two = owner.start_chat(), owner.start_chat()
    say(one, "u1")
    say(two, "u2")
    assert (contents(one), contents(two)) == (["u1"], ["u2"])
    owner.delete(one.path)
    assert not_found(owner.post(one.messages, {"message": "x", "actor": "user"})) == "Chat not found"
