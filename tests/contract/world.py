"""Every route, as the API's own description lists them, and a world in which it leads somewhere. A unit test
holds that description and the server's table of routes together."""

import json
from pathlib import Path

from personas import Person

DOCUMENT = json.loads((Path(__file__).parents[2] / "assets" / "openapi.json").read_text())
OPERATIONS = [
    (method.upper(), path, operation)
    for path, item in DOCUMENT["paths"].items()
    for method, operation in item.items()
    if method != "parameters"
]
USER = "/api/users/{user_id}"

# Every path, and the methods that it knows beside `OPTIONS`.
METHODS = [
    (path, methods | ({"HEAD"} if "GET" in methods else set()))
    for path in DOCUMENT["paths"]
    for methods in [{method for method, own, _ in OPERATIONS if own == path}]
]

# Every route that asks for a session: method and path.
SESSION_ROUTES = [(method, path) for method, path, _ in OPERATIONS if path.startswith(USER)]
CHAT_ROUTES = [route for route in SESSION_ROUTES if "{chat_id}" in route[1]]
SHARE_ROUTES = [route for route in SESSION_ROUTES if "{share_id}" in route[1]]
# Where the body is JSON of ours; an import takes any file.
BODY_ROUTES = [
    (method, path)
    for method, path, operation in OPERATIONS
    if path.startswith(USER) and "requestBody" in operation and operation["operationId"] not in ("growChat", "importChats", "previewImport")
]

# The digest of a file that nobody has.
NO_FILE = "0" * 64
# By which nobody follows.
NO_FOLLOWER = "7f3b1c52-6a0e-4f0e-9d1c-2b8a5e4f6c7d"


class World:
    """A chat with a share and a whitelist, and the paths to it."""

    def __init__(self, owner: Person):
        self.owner = owner
        self.share = owner.start_chat(messages=2).share()
        self.entry = self.share.admit()[0]["id"]

    def at(self, path: str, user=None, chat=None, share=None) -> str:
        """The address of a path; what it names is there, apart from what only names itself."""
        return path.format(
            user_id=user or self.owner.id,
            chat_id=chat or self.share.chat.id,
            share_id=share or self.share.id,
            entry_id=self.entry,
            uuid=self.share.uuid,
            account_id=0,
            slug="no-such-link",
            sha256=NO_FILE,
            session_id=0,
            token_id=0,
            invitation_id=0,
            finding_id="0",
            token="no-token",
            sync="no-share",
            follower=NO_FOLLOWER,
        )
