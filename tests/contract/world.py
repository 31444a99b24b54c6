"""Every route, and a world in which it leads somewhere."""

from personas import Person

# Every route that asks for a session: method, path below `/api/users/{user_id}/chats`.
SESSION_ROUTES = [
    ("GET", ""),
    ("POST", ""),
    ("DELETE", ""),
    ("POST", "/import"),
    ("PATCH", "/{chat_id}"),
    ("DELETE", "/{chat_id}"),
    ("GET", "/{chat_id}/messages"),
    ("POST", "/{chat_id}/messages"),
    ("DELETE", "/{chat_id}/messages/last"),
    ("GET", "/{chat_id}/attachments/{sha256}"),
    ("GET", "/{chat_id}/export"),
    ("GET", "/{chat_id}/shares"),
    ("POST", "/{chat_id}/shares"),
    ("DELETE", "/{chat_id}/shares/{share_id}"),
    ("GET", "/{chat_id}/shares/{share_id}/whitelist-entries"),
    ("POST", "/{chat_id}/shares/{share_id}/whitelist-entries"),
    ("DELETE", "/{chat_id}/shares/{share_id}/whitelist-entries"),
    ("DELETE", "/{chat_id}/shares/{share_id}/whitelist-entries/{entry_id}"),
]
CHAT_ROUTES = [route for route in SESSION_ROUTES if "{chat_id}" in route[1]]
SHARE_ROUTES = [route for route in SESSION_ROUTES if "{share_id}" in route[1]]
# Where the body is JSON of ours; an import takes any file.
BODY_ROUTES = [
    route
    for route in SESSION_ROUTES
    if route == ("DELETE", "") or (route[0] in ("POST", "PATCH") and route[1] != "/import")
]

# Every path, and the methods that it knows beside `OPTIONS`.
METHODS = [
    ("/api/auth/sign-up", {"POST"}),
    ("/api/auth/login", {"POST"}),
    ("/api/auth/logout", {"POST"}),
    ("/api/auth/check", {"GET", "HEAD"}),
    ("/api/health", {"GET", "HEAD"}),
    ("/api/openapi.json", {"GET", "HEAD"}),
    ("/", {"GET", "HEAD"}),
    ("/robots.txt", {"GET", "HEAD"}),
    ("/shared/chats/{uuid}", {"GET", "HEAD"}),
    ("/shared/chats/{uuid}/", {"GET", "HEAD"}),
    ("/shared/chats/{uuid}/preview.png", {"GET", "HEAD"}),
    ("/shared/picture", {"GET", "HEAD"}),
    ("/api/shared/chats/{uuid}", {"GET", "HEAD"}),
    ("/api/shared/chats/{uuid}/attachments/{sha256}", {"GET", "HEAD"}),
    ("/api/shared/chats/{uuid}/export", {"GET", "HEAD"}),
    ("", {"GET", "HEAD", "POST", "DELETE"}),
    ("/import", {"POST"}),
    ("/{chat_id}", {"PATCH", "DELETE"}),
    ("/{chat_id}/messages", {"GET", "HEAD", "POST"}),
    ("/{chat_id}/messages/last", {"DELETE"}),
    ("/{chat_id}/attachments/{sha256}", {"GET", "HEAD"}),
    ("/{chat_id}/export", {"GET", "HEAD"}),
    ("/{chat_id}/shares", {"GET", "HEAD", "POST"}),
    ("/{chat_id}/shares/{share_id}", {"DELETE"}),
    ("/{chat_id}/shares/{share_id}/whitelist-entries", {"GET", "HEAD", "POST", "DELETE"}),
    ("/{chat_id}/shares/{share_id}/whitelist-entries/{entry_id}", {"DELETE"}),
]

# The digest of a file that nobody has.
NO_FILE = "0" * 64


class World:
    """A chat with a share and a whitelist, and the paths to it."""

    def __init__(self, owner: Person):
        self.owner = owner
        self.share = owner.start_chat(messages=2).share()
        self.entry = self.share.admit()[0]["id"]

    def path(self, route: str, user=None, chat=None, share=None) -> str:
        user, chat, share = user or self.owner.id, chat or self.share.chat.id, share or self.share.id
        return f"/api/users/{user}/chats" + route.format(
            chat_id=chat, share_id=share, entry_id=self.entry, sha256=NO_FILE
        )

    def at(self, path: str) -> str:
        """The address of a path of `METHODS`."""
        if path.startswith(("/api", "/shared", "/robots")) or path == "/":
            return path.format(uuid=self.share.uuid, sha256=NO_FILE)
        return self.path(path)
