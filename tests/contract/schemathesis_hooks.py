"""Leads made-up requests to what exists: three in four paths get the ids of a real chat, of its share,
of a whitelist entry and of a file, of a session, a token and an invitation. What a request deletes is
there again for the next."""

import base64
import hashlib
import json
import os
import uuid
from collections import Counter

import httpx
import schemathesis
from schemathesis.core.parameters import ParameterLocation

SESSION = f"neptun-session={os.environ['SHARE_OWNER_SESSION']}"
USER = f"/api/users/{os.environ['SHARE_OWNER']}"
CHATS = f"{USER}/chats"
CREDENTIALS = {"email": os.environ["SHARE_OWNER_EMAIL"], "password": os.environ["SHARE_OWNER_PASSWORD"]}

# With which the owner confirms something.
PASSWORD = {"current_password": CREDENTIALS["password"]}

FILE = b"A monad is a monoid in the category of endofunctors."

turns = Counter()
ids: dict[str, int | str] = {}
uuids: list[str] = []


class Author:
    """Somebody who makes chats."""

    def __init__(self, chats: str, **session: object):
        self.chats = chats
        self.http = httpx.Client(base_url=os.environ["SHARE_HOST"], **session)

    def post(self, path: str, body: object) -> dict:
        return self.http.post(path, json=body).raise_for_status().json()

    def shared_chat(self, **settings: object) -> tuple[int, dict]:
        """A new chat with a question and a file."""
        url = "data:text/plain;base64," + base64.b64encode(FILE).decode()
        content = [
            {"type": "text", "text": "What is a monad?"},
            {"type": "file", "file": {"file_data": url, "filename": "monads.txt"}},
        ]
        conversation = {"id": str(uuid.uuid4()), "messages": [{"role": "user", "content": content}]}
        report = self.post(f"{self.chats}/import", conversation)["report"]
        chat = report["files"][0]["conversations"][0]["chat_id"]
        return chat, self.post(f"{self.chats}/{chat}/shares", settings)["share"]


owner = Author(CHATS, headers={"Cookie": SESSION})
OWN_SESSION = str(owner.http.get("/api/auth/me").raise_for_status().json()["session"]["id"])


def somebody_else() -> Author:
    """Whose chats no made-up request of the owner changes."""
    author = Author("")
    account = {"email": f"{uuid.uuid4()}@example.com", "password": "correct horse battery staple"}
    author.chats = f"/api/users/{author.post('/api/auth/sign-up', account)['user']['id']}/chats"
    return author


def session_elsewhere() -> int:
    """A session of the owner's that no other request needs."""
    with httpx.Client(base_url=os.environ["SHARE_HOST"]) as http:
        http.post("/api/auth/login", json=CREDENTIALS).raise_for_status()
        return http.get("/api/auth/me").raise_for_status().json()["session"]["id"]


def invitation() -> dict:
    return owner.post(f"{USER}/invitations", {"email": f"{uuid.uuid4()}@example.com"})["invitation"]


def harmless_finding() -> str:
    """A finding that the owner marked as harmless."""
    address = f"{uuid.uuid4()}@analytical.engine"
    chat = owner.post(CHATS, {"name": address, "model": "a-model"})["chat"]["id"]
    shares = f"{CHATS}/{chat}/shares"
    found = owner.post(f"{shares}/check", {})["findings"][0]["id"]
    owner.post(shares, {"redactions": {"kinds": [], "harmless_everywhere": [found]}})
    return found


def build() -> None:
    """What is missing of it all."""
    ids["user_id"] = int(os.environ["SHARE_OWNER"])
    if "session_id" not in ids:
        ids["session_id"] = session_elsewhere()
    if "token_id" not in ids:
        ids["token_id"] = owner.post(f"{USER}/tokens", PASSWORD | {"name": "A script", "scope": "read"})["token"]["id"]
    if "invitation_id" not in ids:
        ids["invitation_id"] = invitation()["id"]
    if "finding_id" not in ids:
        ids["finding_id"] = harmless_finding()
    if "chat_id" not in ids:
        build_chat()
    if "sync" not in ids:
        build_session()


def build_chat() -> None:
    """A chat with a share that has a whitelist, for the owner's routes; three shares for the readers'."""
    chat, share = owner.shared_chat(is_frozen=True)
    entries = owner.post(f"{CHATS}/{chat}/shares/{share['id']}/whitelist-entries", ["nobody@example.com"])
    entry = entries["shareWhitelistEntries"][0]
    ids.update(chat_id=chat, share_id=share["id"], entry_id=entry["id"])
    if not uuids:
        other = somebody_else()
        _, public = other.shared_chat()
        _, protected = other.shared_chat(is_protected=True, hashed_password="open sesame")
        uuids.extend([public["uuid"], protected["uuid"]])
    uuids[2:] = [share["uuid"]]


def share_session() -> dict:
    return owner.post(f"/t/{ids['token']}/api/share", {"sessionID": f"ses_{uuid.uuid4().hex}"})


def build_session() -> None:
    """A session that a program shares."""
    try:
        share = share_session()
    except (KeyError, httpx.HTTPStatusError):
        # There is none yet, or a request has ended all tokens.
        ids["token"] = owner.post(f"{USER}/tokens", PASSWORD | {"name": "OpenCode", "scope": "publish"})["token"]["secret"]
        share = share_session()
    ids.update(sync=share["id"], secret=share["secret"])


def is_meant_to_be_wrong(case: schemathesis.Case, location: ParameterLocation) -> bool:
    return case.meta is not None and case.meta.is_negative_at(location)


@schemathesis.hook
def before_call(context, case, kwargs):
    keep_session(case)
    guess_nothing(case)
    turn = turns[case.operation.label]
    turns[case.operation.label] += 1
    if turn % 4 == 3:
        return
    if case.path_parameters and not is_meant_to_be_wrong(case, ParameterLocation.PATH):
        lead_path(case, turn)
    if not is_meant_to_be_wrong(case, ParameterLocation.BODY):
        lead_body(case)
    if case.method == "DELETE":
        forget(case)


def forget(case: schemathesis.Case) -> None:
    """What this request may delete."""
    match case.operation.definition.raw["operationId"]:
        case "endSession" | "endSessions":
            ids.pop("session_id", None)
        case "deleteToken":
            ids.pop("token_id", None)
        case "deleteInvitation":
            ids.pop("invitation_id", None)
        case "forgetHarmlessFinding":
            ids.pop("finding_id", None)
        case "removeSession":
            ids.pop("sync", None)
        case _:
            for name in ["chat_id", "share_id", "entry_id"]:
                ids.pop(name, None)


def keep_session(case: schemathesis.Case) -> None:
    """The session that all requests have must not end."""
    if case.operation.definition.raw["operationId"] == "endSessions":
        case.query = {}
    if str(case.path_parameters.get("session_id")) == OWN_SESSION:
        case.path_parameters["session_id"] = 999999999


def guess_nothing(case: schemathesis.Case) -> None:
    """Made-up passwords would slow the owner's sign-in, too."""
    if case.operation.definition.raw["operationId"] in ("createToken", "decideAboutDevice") and isinstance(case.body, dict):
        if isinstance(case.body.get("current_password"), str):
            case.body = case.body | PASSWORD


def lead_path(case: schemathesis.Case, turn: int) -> None:
    if case.path_parameters.get("user_id") == ids.get("user_id", 0):
        return  # A link has led it already.
    build()
    known = ids | {"uuid": uuids[turn % 3], "sha256": hashlib.sha256(FILE).hexdigest(), "account_id": 999_999_999}
    known["slug"] = "no-such-link"
    known["follower"] = "7f3b1c52-6a0e-4f0e-9d1c-2b8a5e4f6c7d"
    case.path_parameters = {name: known[name] for name in case.path_parameters}


def lead_body(case: schemathesis.Case) -> None:
    match case.operation.definition.raw["operationId"]:
        case "changeShares" | "deleteShares" if "share_id" in ids and isinstance(case.body, dict):
            case.body = case.body | {"share_ids": [ids["share_id"]]}
        case "createShare" if isinstance(case.body, dict):
            # Messages and finds that there are, no made-up request knows.
            case.body = {name: value for name, value in case.body.items() if name not in ("until_message_id", "message_ids")}
        case "checkShare":
            case.body = {}
        case "syncSession" | "removeSession" if "secret" in ids:
            case.body = {"secret": ids["secret"], "data": []}
        case "restoreChats":
            deleted, _ = owner.shared_chat()
            owner.http.delete(f"{CHATS}/{deleted}").raise_for_status()
            case.body = {"chat_ids": [deleted]}
        case "deleteChats" if "chat_id" in ids:
            case.body = {"chat_ids": [ids["chat_id"]]}
        case "importChats":
            text = json.dumps({"messages": [{"role": "user", "content": f"What is a monad? ({turns.total()})"}]})
            case.body = json.loads(text) if case.media_type == "application/json" else text.encode()
        case "createToken" | "decideAboutDevice" if isinstance(case.body, dict):
            case.body = case.body | PASSWORD
        case "logIn":
            case.body = CREDENTIALS
        case "changePassword":
            password = CREDENTIALS["password"]
            case.body = {"current_password": password, "new_password": password}
        case "lookAtInvitation":
            case.body = {"token": invitation()["url"].split("#")[1]}
        case "acceptInvitation":
            case.body = {"token": invitation()["url"].split("#")[1], "password": "correct horse battery staple"}
