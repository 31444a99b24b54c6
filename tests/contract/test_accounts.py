"""Signing up, in and out; the session's cookie; guessing."""

import re
from http.cookies import SimpleCookie

import pytest

from personas import PASSWORD, SESSION, Person, Visitor, issues, new_email
from server import serve

THIRTY_DAYS = 30 * 24 * 60 * 60


def cookie(answer) -> dict:
    """The one cookie that an answer sets."""
    [header] = answer.headers.get_list("set-cookie")
    [(name, morsel)] = SimpleCookie(header).items()
    assert name == SESSION
    return morsel


def test_signing_up_gives_an_account_and_a_session(anonymous):
    email = new_email()
    answer = anonymous.post("/api/auth/sign-up", {"email": email, "password": PASSWORD})
    assert answer.status_code == 200
    body = answer.json()
    assert set(body) == {"user", "loggedInAt"}
    assert set(body["user"]) == {"id", "primary_email"}
    assert type(body["user"]["id"]) is int
    assert body["user"]["primary_email"] == email
    assert body["loggedInAt"].endswith("Z")
    assert anonymous.get("/api/auth/check").status_code == 204


def test_a_taken_address_is_409_in_any_case(anonymous, owner):
    for email in [owner.email, owner.email.upper(), f" {owner.email} "]:
        answer = anonymous.post("/api/auth/sign-up", {"email": email, "password": PASSWORD})
        assert answer.status_code == 409
        assert "set-cookie" not in answer.headers


def test_sign_up_wants_an_address_and_a_password_of_8_to_128_characters(anonymous):
    answer = anonymous.post("/api/auth/sign-up", {"email": "nobody", "password": "short"})
    found = {tuple(path): (code, message) for code, message, path in issues(answer)}
    assert found[("email",)] == ("invalid_string", "Invalid email")
    assert found[("password",)][0] == "too_small"
    for email, password, code in [
        (new_email(), "x" * 7, "too_small"),
        (new_email(), "x" * 129, "too_big"),
        ("x" * 64 + "@" + ".".join(["y" * 60] * 3) + ".example", PASSWORD, None),
    ]:
        answer = anonymous.post("/api/auth/sign-up", {"email": email, "password": password})
        assert [c for c, _, _ in issues(answer)] == [code or issues(answer)[0][0]]
    for password in ["kite7 oak", "🔑🎸🌵🚲" * 32]:
        answer = anonymous.post("/api/auth/sign-up", {"email": new_email(), "password": password})
        assert answer.status_code == 200


def test_logging_in_answers_like_signing_up_and_ignores_the_case_of_the_address(server, owner):
    visitor = Visitor(server.base)
    answer = visitor.post("/api/auth/login", {"email": owner.email.upper(), "password": owner.password})
    assert answer.status_code == 200
    assert answer.json()["user"] == {"id": owner.id, "primary_email": owner.email}
    assert visitor.get(owner.chats).status_code == 200


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(anonymous, owner):
    wrong = anonymous.post("/api/auth/login", {"email": owner.email, "password": "wrong password"})
    unknown = anonymous.post("/api/auth/login", {"email": new_email(), "password": "wrong password"})
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json() == unknown.json()
    assert "Invalid email or password" in {wrong.json()["statusMessage"], wrong.json().get("message")}
    assert "set-cookie" not in wrong.headers


@pytest.mark.parametrize("path", ["/api/auth/sign-up", "/api/auth/login"])
def test_forms_are_taken_as_well(server, owner, path):
    visitor = Visitor(server.base)
    email, password = (owner.email, owner.password) if path.endswith("login") else (new_email(), "a+b & c = ü%")
    answer = visitor.request("POST", path, data={"email": email, "password": password})
    assert answer.status_code == 200
    assert visitor.head("/api/auth/check").status_code == 204
    login = visitor.post("/api/auth/login", {"email": email, "password": password})
    assert login.status_code == 200


def test_a_form_reports_its_mistakes_like_json(anonymous):
    answer = anonymous.request("POST", "/api/auth/login", data={"email": "a@example.com"})
    assert issues(answer) == [("invalid_type", "Required", ["password"])]


def test_the_cookie_is_for_the_server_only_and_lives_30_days(owner):
    morsel = cookie(owner.log_in())
    assert morsel["httponly"]
    assert morsel["samesite"] == "Lax"
    assert morsel["path"] == "/"
    assert not morsel["domain"]
    assert not morsel["secure"], "a browser would drop it on plain http"
    assert int(morsel["max-age"]) == THIRTY_DAYS
    assert re.fullmatch(r"[A-Za-z0-9_-]{43,}", morsel.value), "256 bits"


def test_the_cookie_is_secure_when_the_public_url_is_https(tmp_path):
    with serve(tmp_path, "--signup", "open", "--public-url", "https://share.example") as running:
        visitor = Visitor(running.base)
        answer = visitor.post("/api/auth/sign-up", {"email": new_email(), "password": PASSWORD})
        assert cookie(answer)["secure"]


def test_every_login_makes_a_new_session_and_leaves_the_others(server, owner):
    first = owner.cookie
    second = cookie(Visitor(server.base).post("/api/auth/login", {"email": owner.email, "password": PASSWORD})).value
    assert first != second
    assert owner.head("/api/auth/check").status_code == 204


def test_logging_out_kills_the_session_on_the_server(owner):
    token = owner.cookie
    answer = owner.post("/api/auth/logout")
    assert (answer.status_code, answer.json()) == (200, True)
    morsel = cookie(answer)
    assert morsel.value == "" and morsel["path"] == "/" and morsel["max-age"] == "0"
    answer = owner.get("/api/auth/check", headers={"Cookie": f"{SESSION}={token}"})
    assert answer.status_code == 401


def test_logging_out_without_a_session_is_false(anonymous):
    answer = anonymous.post("/api/auth/logout")
    assert (answer.status_code, answer.json()) == (200, False)


def test_check_tells_whether_there_is_a_session(anonymous, owner):
    for method in ["GET", "HEAD"]:
        assert owner.request(method, "/api/auth/check").status_code == 204
        answer = anonymous.request(method, "/api/auth/check")
        assert answer.status_code == 401


def test_other_cookies_beside_the_session_do_no_harm(anonymous, owner):
    for cookies in ["a=b; {}", "{}; a=b", 'a="b;c"; {}', "neptun=x;{}", "xneptun-session=1; {}"]:
        header = cookies.format(f"{SESSION}={owner.cookie}")
        assert anonymous.get("/api/auth/check", headers={"Cookie": header}).status_code == 204, header


def test_guessing_a_password_is_slowed_down_for_this_account_only(anonymous, owner, other):
    def log_in(person: Person, password: str):
        return anonymous.post("/api/auth/login", {"email": person.email, "password": password})

    assert [log_in(owner, f"wrong guess {number}").status_code for number in range(10)] == [401] * 10
    # Meanwhile a slow machine may have earned another guess.
    answer = next(answer for answer in (log_in(owner, "one more") for _ in range(5)) if answer.status_code != 401)
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["retry-after"]) <= 60
    assert log_in(other, other.password).status_code == 200
    assert owner.head("/api/auth/check").status_code == 204, "who is in stays in"


@pytest.mark.parametrize("flags", [["--signup", "closed"], []])
def test_sign_up_is_403_where_it_is_closed_and_it_is_closed_by_default(tmp_path, flags):
    with serve(tmp_path, *flags) as running:
        answer = Visitor(running.base).post("/api/auth/sign-up", {"email": new_email(), "password": PASSWORD})
        assert answer.status_code == 403
