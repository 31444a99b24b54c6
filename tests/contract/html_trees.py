"""HTML as a list of begins, ends and texts that can be compared.

Left out is what this page writes otherwise in every message: headings begin at the third level, line ends are seen,
code stands in a figure, tables in a box, tasks are text, links have titles.
"""

import re
from html.parser import HTMLParser
from urllib.parse import unquote

WEB = ("http:", "https:", "mailto:")
_VOID = {"br", "hr", "img", "input"}
_INLINE = {"a", "code", "del", "em", "strong"}


class _Reader(HTMLParser):
    """A list of `(begin, tag, attributes)`, `(end, tag)` and `(text, text)`."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.found: list[tuple] = []
        # Of each open element: its tag, what it is called here if it is kept, whether its content is.
        self.open: list[tuple[str, str | None, bool]] = []

    def seen_as(self, tag: str, attributes: dict) -> str | None:
        """What an element is called here; None where only its content counts."""
        return tag

    def is_hidden(self, attributes: dict) -> bool:
        """Whether an element and its content are additions of this page."""
        return False

    def handle_starttag(self, tag, attrs):
        attributes = {key: value or "" for key, value in attrs}
        if tag == "br":
            return self.handle_data("\n")
        hidden = self.is_hidden(attributes) or any(hidden for _, _, hidden in self.open)
        if hidden and self.found and self.found[-1][0] == "text":
            # The blank before an addition is one too.
            self.found.append(("text", self.found.pop()[1].removesuffix(" ")))
        name = None if hidden else self.seen_as(tag, attributes)
        if name is not None:
            kept = [(key, unquote(attributes[key])) for key in ("align", "href", "start") if key in attributes]
            self.found.append(("begin", name, tuple(kept)))
        if tag not in _VOID:
            self.open.append((tag, name, hidden))
        return None

    def handle_endtag(self, tag):
        if tag not in _VOID and self.open:
            _, name, _ = self.open.pop()
            if name is not None:
                self.found.append(("end", name))

    def handle_data(self, data):
        if any(hidden for _, _, hidden in self.open):
            return
        if not any(tag == "pre" for tag, _, _ in self.open):
            data = re.sub(r"[ \t\n]+", " ", data)
        if self.found and self.found[-1][0] == "text":
            data = self.found.pop()[1] + data
        self.found.append(("text", data))

    def handle_comment(self, data):
        self.found.append(("comment", data))

    def handle_decl(self, data):
        self.found.append(("comment", data))

    unknown_decl = handle_pi = handle_decl

    def list(self, html: str) -> list[tuple]:
        self.feed(html)
        self.close()
        result = []
        for at, item in enumerate(self.found):
            if item[0] == "text":
                before = self.found[at - 1] if at else ("begin", "p")
                after = self.found[at + 1] if at + 1 < len(self.found) else ("end", "p")
                text = item[1]
                if before not in (("begin", "pre", ()), ("begin", "code", ())):
                    text = re.sub(r" +", " ", text)
                    text = text.lstrip(" ") if before[1] not in _INLINE else text
                    text = text.rstrip(" ") if after[1] not in _INLINE else text
                if text:
                    result.append(("text", text))
            else:
                result.append(item)
        return result


class _Ours(_Reader):
    def seen_as(self, tag, attributes):
        classes = attributes.get("class", "").split()
        attributes.update({"align": name.removeprefix("align-") for name in classes if name.startswith("align-")})
        # Levels leave no gap; what a heading looks like is the source's.
        tag = next((name.removeprefix("like-") for name in classes if name.startswith("like-")), tag)
        return None if tag in ("span", "figure", "div") else tag

    def is_hidden(self, attributes):
        return attributes.get("class") in ("link-address", "link-host") or "figcaption" in self.get_starttag_text()


class _Theirs(_Reader):
    def __init__(self, addresses: bool, images: bool):
        super().__init__()
        self.addresses, self.images = addresses, images

    def seen_as(self, tag, attributes):
        is_web = attributes.get("href", attributes.get("src", "")).lower().startswith(WEB)
        if tag == "input":
            self.handle_data("☑ " if "checked" in attributes else "☐ ")
            return None
        if tag == "a" and self.addresses and not is_web:
            return None
        if tag == "img" and self.images:
            alt = attributes.get("alt", "")
            if not is_web:
                self.handle_data(f"[image: {alt}]" if alt else "[image]")
                return None
            self.found.append(("begin", "a", (("href", unquote(attributes.get("src", ""))),)))
            self.handle_data(alt or "image")
            self.found.append(("end", "a"))
            return None
        level = re.fullmatch(r"h([1-6])", tag)
        return f"h{min(int(level[1]) + 2, 6)}" if level else tag


def ours(html: str) -> list[tuple]:
    return _Ours().list(html)


def theirs(html: str, addresses: bool = False, images: bool = False) -> list[tuple]:
    """The list of a specification's HTML; with addresses that lead nowhere here as their text, with images as they
    are shown here."""
    return _Theirs(addresses, images).list(html)
