"""The pages and what else the server tells about itself."""

import re

import pytest

NOTHING = "/shared/chats/550e8400-e29b-41d4-a716-446655440000"


@pytest.fixture(params=["start", "open", "password", "nothing"])
def page(request, anonymous, owner):
    match request.param:
        case "start":
            answer = anonymous.get("/")
        case "open":
            answer = anonymous.get(f"/shared/chats/{owner.start_chat(messages=3).share().uuid}")
        case "password":
            answer = anonymous.get(f"/shared/chats/{owner.start_chat(messages=3).protected().uuid}")
        case "nothing":
            answer = anonymous.get(NOTHING)
    assert answer.status_code == (404 if request.param == "nothing" else 200)
    return answer


def test_pages_are_html_under_a_strict_policy(page):
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    policy = page.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert page.headers["x-content-type-options"] == "nosniff"
    assert page.headers["referrer-policy"] == "no-referrer"


def test_pages_hold_no_inline_script_or_style_and_load_nothing_from_elsewhere(page):
    html = page.text
    assert not re.search(r"<script(?![^>]*\bsrc=)", html)
    assert not re.search(r"<style|\sstyle=|\son\w+=", html)
    assert not re.search(r"(?:src|href)=[\"']?(?:https?:)?//", html)


def test_a_pages_parts_have_hashed_names_and_are_kept_for_ever(page, anonymous):
    parts = re.findall(r"(?:src|href)=\"(/[^\"]+\.(?:js|css))\"", page.text)
    assert parts
    for path in parts:
        part = anonymous.get(path)
        assert part.status_code == 200, path
        assert "immutable" in part.headers["cache-control"]
        assert part.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_pages_parts_are_compressed_when_asked(anonymous, encoding):
    html = anonymous.get(NOTHING).text
    for path in re.findall(r"(?:src|href)=\"(/[^\"]+\.(?:js|css))\"", html):
        headers = {"Accept-Encoding": encoding}
        with anonymous.http.stream("GET", path, headers=headers) as part:
            small = b"".join(part.iter_raw())
            assert part.headers.get("content-encoding") == encoding or len(small) < 1024, path
            assert "accept-encoding" in part.headers["vary"].lower()


def test_an_unchanged_page_is_304_and_one_that_asks_for_something_is_not_kept(page, anonymous):
    if "etag" not in page.headers:
        assert page.headers["cache-control"] == "no-store"
        return
    assert page.headers["cache-control"] == "no-cache"
    answer = anonymous.get(page.request.url.path, headers={"If-None-Match": page.headers["etag"]})
    assert (answer.status_code, answer.content) == (304, b"")


def test_a_page_holds_the_conversation_for_who_may_read_it_and_no_word_of_it_for_others(anonymous, owner):
    chat = owner.start_chat(name="Kleisli arrows", model="a-secret-model", messages=3)
    share = chat.share()
    words = ["Kleisli", "a-secret-model", "message 1"]
    page = anonymous.get(f"/shared/chats/{share.uuid}")
    assert all(word in page.text for word in words)
    chat.protected()
    for visitor in [anonymous, owner]:
        page = visitor.get(f"/shared/chats/{share.uuid}")
        assert page.status_code == 200
        assert not [word for word in words if word in page.text or word in str(page.headers)]


PICTURE = "https://pictures.example/a.png"


def test_a_picture_of_another_server_comes_for_a_frame_of_ours_and_may_load_nothing_else(anonymous):
    frame = anonymous.get("/shared/picture", params={"url": PICTURE})
    assert (frame.status_code, frame.headers["content-type"]) == (200, "text/html; charset=utf-8")
    policy = frame.headers["content-security-policy"].split("; ")
    assert {"default-src 'none'", "img-src https://pictures.example", "frame-ancestors 'self'", "sandbox"} <= set(policy)
    assert "unsafe" not in frame.headers["content-security-policy"]
    assert f'<img src="{PICTURE}"' in frame.text
    assert not re.search(r"<script|<a |\son\w+=", frame.text)
    own = {"Sec-Fetch-Dest": "iframe", "Sec-Fetch-Site": "same-origin"}
    assert anonymous.get("/shared/picture", params={"url": PICTURE}, headers=own).status_code == 200
    for foreign in [own | {"Sec-Fetch-Dest": "document"}, own | {"Sec-Fetch-Site": "cross-site"}]:
        assert anonymous.get("/shared/picture", params={"url": PICTURE}, headers=foreign).status_code == 403


@pytest.mark.parametrize(
    "url",
    [None, "", "a.png", "javascript:alert(1)", "data:image/png;base64,AA", "https://ada:pw@pictures.example/a.png"]
    + ["http://localhost/a", "http://192.168.0.1/a", "https://a;b/", "https://*.example/", PICTURE + "a" * 4096],
)
def test_what_is_no_picture_on_the_web_is_400(anonymous, url):
    answer = anonymous.get("/shared/picture", params=None if url is None else {"url": url})
    assert answer.status_code == 400


def test_the_viewer_is_not_for_search_engines(anonymous):
    page = anonymous.get(NOTHING)
    assert "noindex" in page.headers["x-robots-tag"]


def test_the_server_is_healthy(anonymous):
    answer = anonymous.get("/api/health")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
