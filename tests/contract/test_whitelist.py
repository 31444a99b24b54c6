"""Who may read a share."""

import pytest

from personas import Person, issues, new_email, not_found, paths


@pytest.fixture
def share(owner):
    return owner.start_chat(messages=2).share()


def admitted(answer) -> list[int]:
    assert answer.status_code == 200, answer.text
    return sorted(entry["whitelisted_neptun_user_id"] for entry in answer.json()["shareWhitelistEntries"])


def test_registered_people_and_the_owner_are_admitted(share, owner, other):
    answer = owner.post(share.whitelist, {"emails": [other.email]})
    assert admitted(answer) == sorted([owner.id, other.id])
    for entry in answer.json()["shareWhitelistEntries"]:
        assert {"id", "chat_conversation_share_id", "whitelisted_neptun_user_id", "created_at", "updated_at"} == set(
            entry
        )
        assert type(entry["id"]) is type(entry["whitelisted_neptun_user_id"]) is int
        assert entry["chat_conversation_share_id"] == share.id


def test_a_bare_list_is_taken_too(share, owner, other):
    assert admitted(owner.post(share.whitelist, [other.email])) == sorted([owner.id, other.id])


def test_addresses_are_trimmed_and_compared_without_case(share, owner, other):
    emails = [f"  {other.email.upper()}\t", other.email, owner.email.title()]
    assert admitted(owner.post(share.whitelist, {"emails": emails})) == sorted([owner.id, other.id])


def test_repeating_a_request_changes_nothing_and_returns_the_same_entries(share, owner, other):
    first = owner.post(share.whitelist, {"emails": [other.email]})
    second = owner.post(share.whitelist, {"emails": [other.email]})
    assert first.json() == second.json()
    assert admitted(owner.get(share.whitelist)) == sorted([owner.id, other.id])


def test_the_answer_lists_who_was_asked_for_and_the_list_lists_everybody(server, share, owner, other):
    third = Person(server.base)
    owner.post(share.whitelist, {"emails": [other.email]})
    assert admitted(owner.post(share.whitelist, {"emails": [third.email]})) == sorted([owner.id, third.id])
    assert admitted(owner.get(share.whitelist)) == sorted([owner.id, other.id, third.id])


def test_an_unknown_address_leaves_no_trace(server, share, owner):
    stranger = new_email()
    assert admitted(owner.post(share.whitelist, {"emails": [stranger]})) == [owner.id]
    assert [entry["email"] for entry in owner.get(share.whitelist).json()["shareWhitelistEntries"]] == [owner.email]


def test_one_invalid_address_and_none_is_added(share, owner, other):
    emails = [other.email, "a@example.com", "b@example.com", "nobody", "c@example.com", 5]
    assert issues(owner.post(share.whitelist, {"emails": emails})) == [
        ("invalid_string", "Invalid email", ["emails", "3"]),
        ("invalid_type", "Expected string, received number", ["emails", "5"]),
    ]
    assert admitted(owner.get(share.whitelist)) == []


def test_between_1_and_1000_addresses_are_taken(share, owner):
    for emails, code in [([], "too_small"), (["a@example.com"] * 1001, "too_big")]:
        answer = owner.post(share.whitelist, {"emails": emails})
        assert [(c, path) for c, _, path in issues(answer)] == [(code, ["emails"])]
    thousand = [f"unknown{number % 500}@example.com" for number in range(999)] + [owner.email]
    assert admitted(owner.post(share.whitelist, {"emails": thousand})) == [owner.id]


def test_what_is_no_list_is_400(share, owner):
    assert issues(owner.post(share.whitelist, {})) == [("invalid_type", "Required", ["emails"])]
    answer = owner.post(share.whitelist, {"emails": "a@example.com"})
    assert issues(answer) == [("invalid_type", "Expected array, received string", ["emails"])]


def test_the_owner_sees_the_addresses(share, owner, other):
    share.admit(other)
    entries = owner.get(share.whitelist).json()["shareWhitelistEntries"]
    assert {entry["email"] for entry in entries} == {owner.email, other.email}
    assert {
        "id",
        "chat_conversation_share_id",
        "whitelisted_neptun_user_id",
        "created_at",
        "updated_at",
        "email",
    } == set(entries[0])


def test_a_removed_entry_takes_effect_on_the_next_request(share, owner, other):
    [entry] = [entry for entry in share.admit(other) if entry["whitelisted_neptun_user_id"] == other.id]
    assert other.read(share.uuid).status_code == 200
    answer = owner.delete(f"{share.whitelist}/{entry['id']}")
    assert (answer.status_code, answer.json()) == (200, True)
    assert other.read(share.uuid).status_code == 403
    assert owner.delete(f"{share.whitelist}/{entry['id']}").status_code == 404


def test_removing_every_single_entry_does_not_open_the_share(share, owner, other, anonymous):
    for entry in share.admit(other):
        assert owner.delete(f"{share.whitelist}/{entry['id']}").status_code == 200
    assert owner.get(share.whitelist).json() == {"shareWhitelistEntries": []}
    assert anonymous.read(share.uuid).status_code == 401
    assert other.read(share.uuid).status_code == 403


def test_removing_the_whole_list_removes_the_rule(share, owner, other, anonymous):
    share.admit(other)
    answer = owner.delete(share.whitelist)
    assert (answer.status_code, answer.json()) == (200, True)
    assert owner.get(share.whitelist).json() == {"shareWhitelistEntries": []}
    assert anonymous.read(share.uuid).status_code == 200


def test_an_entry_of_another_share_is_404(share, owner, other):
    elsewhere = owner.start_chat().share()
    entry = elsewhere.admit(other)[0]["id"]
    assert not_found(owner.delete(f"{share.whitelist}/{entry}"))
    for malformed in ["999999999", "0", "-1", "abc", "9223372036854775808"]:
        assert not_found(owner.delete(f"{share.whitelist}/{malformed}"))
    assert len(owner.get(elsewhere.whitelist).json()["shareWhitelistEntries"]) == 2


def test_only_the_owner_sees_and_changes_the_list(share, owner, other):
    share.admit(other)
    theirs = share.whitelist.replace(f"/users/{owner.id}/", f"/users/{other.id}/")
    for path in [share.whitelist, theirs]:
        assert not_found(other.get(path))
        assert not_found(other.post(path, {"emails": [other.email]}))
        assert not_found(other.delete(path))
    assert paths(owner.post(share.whitelist, {"emails": ["x"]})) == [["emails", "0"]]
