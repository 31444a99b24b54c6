"""The pages and what else the server tells about itself."""

import re

import pytest


@pytest.fixture(params=["/", "/shared/chats/550e8400-e29b-41d4-a716-446655440000"])
def page(request, anonymous):
    answer = anonymous.get(request.param)
    assert answer.status_code == 200
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
    html = anonymous.get("/shared/chats/550e8400-e29b-41d4-a716-446655440000").text
    for path in re.findall(r"(?:src|href)=\"(/[^\"]+\.(?:js|css))\"", html):
        headers = {"Accept-Encoding": encoding}
        with anonymous.http.stream("GET", path, headers=headers) as part:
            small = b"".join(part.iter_raw())
            assert part.headers.get("content-encoding") == encoding or len(small) < 1024, path
            assert "accept-encoding" in part.headers["vary"].lower()


def test_an_unchanged_page_is_304(page, anonymous):
    answer = anonymous.get(page.request.url.path, headers={"If-None-Match": page.headers["etag"]})
    assert (answer.status_code, answer.content) == (304, b"")


def test_the_viewer_is_not_for_search_engines(anonymous):
    page = anonymous.get("/shared/chats/550e8400-e29b-41d4-a716-446655440000")
    assert "noindex" in page.headers["x-robots-tag"]


def test_the_server_is_healthy(anonymous):
    answer = anonymous.get("/api/health")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
