"""Leads made-up requests to what exists: three in four paths get the ids of a real chat, of its share
and of a whitelist entry. What a request deletes is there again for the next."""

import json
import os
from collections import Counter

import httpx
import schemathesis
from schemathesis.core.parameters import ParameterLocation

SESSION = f"neptun-session={os.environ['SHARE_OWNER_SESSION']}"
CHATS = f"/api/users/{os.environ['SHARE_OWNER']}/chats"

owner = httpx.Client(base_url=os.environ["SHARE_HOST"], headers={"Cookie": SESSION})
turns = Counter()
ids: dict[str, int] = {}
uuids: list[str] = []


def post(path: str, body: object) -> dict:
    return owner.post(path, json=body).raise_for_status().json()


def shared_chat(**settings: object) -> tuple[int, dict]:
    chat = post(CHATS, {"name": "Monads", "model": "gpt-4o"})["chat"]["id"]
    post(f"{CHATS}/{chat}/messages", {"messages": [{"content": "What is a monad?", "role": "user"}]})
    return chat, post(f"{CHATS}/{chat}/shares", settings)["share"]


def build() -> None:
    """A chat with a share that has a whitelist, for the owner's routes; three shares for the readers'."""
    chat, share = shared_chat()
    entries = post(f"{CHATS}/{chat}/shares/{share['id']}/whitelist-entries", ["nobody@example.com"])
    entry = entries["shareWhitelistEntries"][0]
    ids.update(user_id=int(os.environ["SHARE_OWNER"]), chat_id=chat, share_id=share["id"], entry_id=entry["id"])
    if not uuids:
        _, public = shared_chat()
        _, protected = shared_chat(is_protected=True, hashed_password="open sesame")
        uuids.extend([public["uuid"], protected["uuid"]])
    uuids[2:] = [share["uuid"]]


def is_meant_to_be_wrong(case: schemathesis.Case, location: ParameterLocation) -> bool:
    return case.meta is not None and case.meta.is_negative_at(location)


@schemathesis.hook
def before_call(context, case, kwargs):
    turn = turns[case.operation.label]
    turns[case.operation.label] += 1
    if turn % 4 == 3:
        return
    if case.path_parameters and not is_meant_to_be_wrong(case, ParameterLocation.PATH):
        lead_path(case, turn)
    if not is_meant_to_be_wrong(case, ParameterLocation.BODY):
        lead_body(case)
    if case.method == "DELETE":
        ids.clear()


def lead_path(case: schemathesis.Case, turn: int) -> None:
    if case.path_parameters.get("user_id") == ids.get("user_id", 0):
        return  # A link has led it already.
    if not ids:
        build()
    known = ids | {"uuid": uuids[turn % 3]}
    case.path_parameters = {name: known[name] for name in case.path_parameters}


def lead_body(case: schemathesis.Case) -> None:
    match case.operation.definition.raw["operationId"]:
        case "deleteChats" if ids:
            case.body = {"chat_ids": [ids["chat_id"]]}
        case "importChats":
            text = json.dumps({"messages": [{"role": "user", "content": f"What is a monad? ({turns.total()})"}]})
            case.body = json.loads(text) if case.media_type == "application/json" else text.encode()
        case "logIn":
            case.body = {"email": os.environ["SHARE_OWNER_EMAIL"], "password": os.environ["SHARE_OWNER_PASSWORD"]}
