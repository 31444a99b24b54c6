"""Who talks to the server: an anonymous visitor, or somebody with an account.

Only the public API is used, and answers are checked for what holds everywhere as they come in.
"""

import itertools
import time
from dataclasses import dataclass

import httpx

SESSION = "neptun-session"
PASSWORD = "correct horse battery staple"

_numbers = itertools.count(1)


def new_email() -> str:
    return f"person{next(_numbers)}@example.com"


class Visitor:
    """A client with cookies, like a browser, but without a page: it sends no `Sec-Fetch-Site`."""

    def __init__(self, base: str):
        self.base = base
        self.http = httpx.Client(base_url=base, timeout=30)

    def request(self, method: str, path: str, **what) -> httpx.Response:
        answer = self.http.request(method, path, **what)
        if answer.status_code >= 400 and method != "HEAD" and not is_page(answer):
            assert_error_shape(answer)
        return answer

    def get(self, path: str, **what) -> httpx.Response:
        return self.request("GET", path, **what)

    def head(self, path: str, **what) -> httpx.Response:
        return self.request("HEAD", path, **what)

    def post(self, path: str, json=None, **what) -> httpx.Response:
        return self.request("POST", path, json=json, **what)

    def patch(self, path: str, json=None, **what) -> httpx.Response:
        return self.request("PATCH", path, json=json, **what)

    def delete(self, path: str, json=None, **what) -> httpx.Response:
        return self.request("DELETE", path, json=json, **what)

    def read(self, uuid: str, password: str | None = None, **what) -> httpx.Response:
        """Reads a shared chat, with the password if there is one."""
        auth = None if password is None else httpx.BasicAuth("", password)
        return self.get(f"/api/shared/chats/{uuid}", auth=auth, **what)


class Person(Visitor):
    """Somebody with an account and a session."""

    def __init__(self, base: str):
        super().__init__(base)
        self.email = new_email()
        self.password = PASSWORD
        answer = self.post("/api/auth/sign-up", {"email": self.email, "password": self.password})
        assert answer.status_code == 200, answer.text
        self.id = answer.json()["user"]["id"]

    @property
    def chats(self) -> str:
        return f"/api/users/{self.id}/chats"

    @property
    def cookie(self) -> str:
        return self.http.cookies[SESSION]

    def log_in(self) -> httpx.Response:
        return self.post("/api/auth/login", {"email": self.email, "password": self.password})

    def start_chat(self, name: str = "Monads", model: str = "gpt-4o", messages: int = 0) -> "Chat":
        answer = self.post(self.chats, {"name": name, "model": model})
        assert answer.status_code == 200, answer.text
        chat = Chat(self, answer.json()["chat"]["id"])
        for number in range(messages):
            role = "assistant" if number % 2 else "user"
            assert self.post(chat.messages, {"message": f"message {number}", "actor": role}).status_code == 200
        return chat


@dataclass(frozen=True)
class Chat:
    """A chat and the paths under it."""

    owner: Person
    id: int

    @property
    def path(self) -> str:
        return f"{self.owner.chats}/{self.id}"

    @property
    def messages(self) -> str:
        return f"{self.path}/messages"

    @property
    def shares(self) -> str:
        return f"{self.path}/shares"

    def share(self, **settings) -> "Share":
        answer = self.owner.post(self.shares, settings)
        assert answer.status_code == 200, answer.text
        share = answer.json()["share"]
        return Share(self, share["id"], share["uuid"])

    def protected(self, password: str = "open sesame") -> "Share":
        return self.share(is_protected=True, hashed_password=password)


@dataclass(frozen=True)
class Share:
    """A share of a chat and the paths under it."""

    chat: Chat
    id: int
    uuid: str

    @property
    def path(self) -> str:
        return f"{self.chat.shares}/{self.id}"

    @property
    def whitelist(self) -> str:
        return f"{self.path}/whitelist-entries"

    def admit(self, *people: Person) -> list[dict]:
        """Puts people on the whitelist, and the owner with them."""
        emails = [person.email for person in people] or [self.chat.owner.email]
        answer = self.chat.owner.post(self.whitelist, {"emails": emails})
        assert answer.status_code == 200, answer.text
        return answer.json()["shareWhitelistEntries"]


def let_a_millisecond_pass() -> None:
    """Times are kept to the millisecond: what is to come later needs another one."""
    time.sleep(0.002)


def is_page(answer: httpx.Response) -> bool:
    """Whether it is the page behind a link, which says in HTML that there is nothing."""
    path, media_type = answer.request.url.path, answer.headers["content-type"]
    return path.startswith(("/shared/chats/", "/s/")) and media_type.startswith("text/html")


def assert_error_shape(answer: httpx.Response) -> None:
    """Every error is JSON of one shape, whose `statusCode` is the HTTP status."""
    assert answer.headers["content-type"].split(";")[0] == "application/json", answer.text
    body = answer.json()
    assert body["statusCode"] == answer.status_code
    assert isinstance(body["statusMessage"], str) and body["statusMessage"]
    assert set(body) <= {"statusCode", "statusMessage", "message", "data"}
    for issue in body.get("data", {}).get("issues", []):
        assert set(issue) == {"code", "message", "path"}
        assert issue["code"] in {"invalid_type", "invalid_string", "too_small", "too_big", "custom"}
        assert all(isinstance(step, str) for step in issue["path"])


def issues(answer: httpx.Response) -> list[tuple[str, str, list[str]]]:
    """The mistakes in a refused body: code, message, path."""
    assert answer.status_code == 400, answer.text
    return [(issue["code"], issue["message"], issue["path"]) for issue in answer.json()["data"]["issues"]]


def paths(answer: httpx.Response) -> list[list[str]]:
    """Where in a refused body the mistakes are."""
    return [path for _, _, path in issues(answer)]


def not_found(answer: httpx.Response) -> str:
    """What was not found."""
    assert answer.status_code == 404, answer.text
    assert answer.json()["statusMessage"] == "Not Found"
    return answer.json()["data"]["message"]
