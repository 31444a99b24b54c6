"""The forms in which a reader gets a shared chat: JSON, JSON with HTML, a piece of a page, files."""

import pytest

from personas import Person

# Beside the plain form, which `test_reading.py` looks at.
FORMS = {
    "?render=html": "application/json",
    "?render=page": "text/html; charset=utf-8",
    "/export": "application/json",
    "/export?format=json": "application/json",
    "/export?format=markdown": "text/markdown; charset=utf-8",
    "/export?format=html": "text/html; charset=utf-8",
}


@pytest.fixture
def chat(owner):
    return owner.start_chat(messages=3)


@pytest.fixture(params=FORMS)
def form(request):
    return request.param


def test_without_a_form_the_answer_is_what_it_always_was(chat, anonymous):
    share = chat.share()
    plain = anonymous.read(share.uuid).content
    for form in FORMS:
        assert anonymous.read(share.uuid + form).content != plain or form == "/export"
    assert anonymous.read(share.uuid).content == plain
    assert b"html" not in plain


def test_with_html_every_message_has_it_and_the_rest_is_the_same(chat, anonymous):
    share = chat.share()
    plain, rendered = anonymous.read(share.uuid).json(), anonymous.read(share.uuid + "?render=html").json()
    html = [message.pop("html") for message in rendered["chatMessages"]]
    assert rendered == plain
    assert [f"message {number}" in text for number, text in enumerate(html)] == [True] * 3


def test_a_result_that_is_shown_with_its_call_has_empty_html(owner, anonymous):
    call = {"id": "1", "type": "function", "function": {"name": "ls", "arguments": "{}"}}
    messages = [
        {"role": "user", "content": "What is here?"},
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "1", "content": "a-file.txt"},
    ]
    report = owner.post(f"{owner.chats}/import", {"messages": messages}).json()["report"]
    chat = report["files"][0]["conversations"][0]["chat_id"]
    uuid = owner.post(f"{owner.chats}/{chat}/shares", {}).json()["share"]["uuid"]
    html = [message["html"] for message in anonymous.read(uuid + "?render=html").json()["chatMessages"]]
    assert "a-file.txt" in html[1]
    assert html[2] == ""


@pytest.mark.parametrize("query", ["?render=", "?render=xml", "?render=HTML", "/export?format=", "/export?format=pdf"])
def test_another_form_is_400(chat, anonymous, query):
    answer = anonymous.read(chat.share().uuid + query)
    assert answer.status_code == 400
    [issue] = answer.json()["data"]["issues"]
    assert issue["path"] == [query.split("?")[1].split("=")[0]]


def test_every_form_is_decided_like_the_chat_itself(server, chat, anonymous, other, form):
    share = chat.protected("open sesame")
    uuid = share.uuid + form
    same = ["statusCode", "statusMessage", "message", "data"]

    def assert_same_refusal(visitor, password=None):
        plain, refused = visitor.read(share.uuid, password), visitor.read(uuid, password)
        assert plain.status_code >= 400
        assert [refused.json()[name] for name in same] == [plain.json()[name] for name in same]
        for name in ["cache-control", "www-authenticate", "etag", "vary"]:
            assert refused.headers.get(name) == plain.headers.get(name), name

    assert_same_refusal(anonymous)
    assert_same_refusal(anonymous, "wrong")
    assert anonymous.read(uuid, "open sesame").status_code == 200
    share.admit(other)
    outsider = Person(server.base)
    for visitor in [anonymous, outsider]:
        assert_same_refusal(visitor, "open sesame")
    assert other.read(uuid, "open sesame").status_code == 200
    chat.share(is_shared=False)
    assert_same_refusal(other, "open sesame")


def test_every_form_says_what_it_is_and_who_may_keep_it(chat, anonymous, form):
    public = anonymous.read(chat.share().uuid + form)
    assert (public.status_code, public.headers["content-type"]) == (200, FORMS[form])
    assert public.headers["cache-control"] == "no-cache"
    private = anonymous.read(chat.protected("open sesame").uuid + form, "open sesame")
    assert private.headers["cache-control"] == "private, no-cache"
    varies = {name.strip().lower() for name in private.headers["vary"].split(",")}
    assert {"authorization", "cookie"} <= varies


def test_every_form_has_an_etag_of_its_own(chat, anonymous):
    share = chat.share()
    tags = {}
    for form in ["", *FORMS]:
        answer = anonymous.read(share.uuid + form)
        known = {"If-None-Match": answer.headers["etag"]}
        again = anonymous.read(share.uuid + form, headers=known)
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", answer.headers["etag"])
        head = anonymous.head(f"/api/shared/chats/{share.uuid}{form}")
        assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", answer.headers["etag"])
        tags[answer.headers["etag"]] = known
    assert len(tags) == len(FORMS), "the same for an export without a format and one as JSON"
    chat.owner.post(chat.messages, {"message": "more", "actor": "user"})
    for form in ["", *FORMS]:
        for known in tags.values():
            assert anonymous.read(share.uuid + form, headers=known).status_code == 200


def test_a_file_is_saved_under_the_name_of_the_chat(owner, anonymous):
    share = owner.start_chat(name="Über/Monaden").share()
    for form, extension in [("", "json"), ("?format=markdown", "md"), ("?format=html", "html")]:
        disposition = anonymous.read(f"{share.uuid}/export{form}").headers["content-disposition"]
        assert disposition == (
            f'attachment; filename="_ber Monaden.{extension}"; '
            f"filename*=UTF-8''%C3%9Cber%20Monaden.{extension}"
        )


def test_what_a_reader_saved_is_imported_again(chat, anonymous, other):
    saved = anonymous.read(chat.share().uuid + "/export").json()
    assert set(saved) == {"format", "chat", "messages", "attachments"}
    report = other.post(f"{other.chats}/import", saved).json()["report"]
    copy = report["files"][0]["conversations"][0]["chat_id"]
    again = other.get(f"{other.chats}/{copy}/export").json()
    assert again["messages"] == saved["messages"]
