"""The examples of CommonMark and GFM, as a message that a reader gets.

Our HTML says the same as the specification's, but for what is listed here, with its reason. An example that differs
and is not listed fails, and so does one that is listed and differs no more.
"""

import pytest

import html_trees
from markdown_examples import LISTS, examples

# A link or picture whose address is none of the web (`/url`) would lead into our own pages: its text is shown, and
# its address behind it.
ADDRESS = "the address is shown, not linked"
# Nothing is loaded from elsewhere: a picture is a link to it, or its text.
IMAGE = "pictures are not loaded"
BOTH = "a picture and an address"
# Tags are text but for a few, no tag begins an HTML block, and the Markdown behind it is Markdown.
HTML = "HTML is text"
# CommonMark's examples of text that GFM makes links of.
AUTOLINK = "addresses in text are links"
# A bracket that nothing opened ends an address in text.
BRACKET = "an address ends before a closing bracket"
# GFM's examples write strong text within strong text once; CommonMark's write it twice.
STRONG = "strong text within strong text"
# `2*3*4` is arithmetic, and would lose its signs.
STARS = "stars between digits are stars"
# People paste code and verse without a fence.
INDENTS = "lines of a paragraph keep their indentation"

DIFFERENT = {
    "commonmark": {
        ADDRESS: "22-23 32-33 192-196 198 200 202-206 214-218 404 419 422 433 473-474 482-487 489 492 495-496 498-507 "
        "509-510 512 514-516 518-519 521-522 527-530 532-535 539-544 549-550 553-562 564-571 593 596 598-599 601",
        IMAGE: "520 572-589 591",
        BOTH: "517 531",
        HTML: "21 31 148-167 169-191 201 308-309 344 475-477 491 494 524 536 613-617 623 625-631 642-643",
        AUTOLINK: "602 608 611-612",
        STARS: "356",
        INDENTS: "70 113 223 636-637",
    },
    "gfm": {
        ADDRESS: "161-165 167 169 171-175 183-187 318-319 328-329 413 428 431 442 482-483 493-496 498 501 504-515 "
        "517-518 520 522-524 526-527 529-530 535-538 540-543 547-552 557-558 561-570 572-579 601 604 606-607 609 628",
        IMAGE: "528 580-597 599",
        BOTH: "525 539",
        HTML: "118-137 139-160 170 288-289 317 327 354 484-486 500 503 532 544 610 632-636 642 644-650 652 662-663",
        AUTOLINK: "616 619-620",
        BRACKET: "625",
        STARS: "365",
        INDENTS: "40 83 193 656-657",
        STRONG: "398 426 434-436 473-475 477",
    },
}


@pytest.mark.parametrize("name", LISTS)
def test_the_examples_of_a_specification_read_the_same(owner, anonymous, name):
    found = examples(name)
    expected = {number: reason for reason, text in DIFFERENT[name].items() for number in numbers(text)}

    shown = rendered(owner, anonymous, [example.markdown for example in found])

    differences = {example.number: difference(example.html, html) for example, html in zip(found, shown, strict=True)}
    wrong = [
        f"{name} {example.number}: {differences[example.number] or 'the same'}, "
        f"but {expected.get(example.number, 'the same')} was expected\n{example.markdown!r}\n{example.html!r}\n{html!r}"
        for example, html in zip(found, shown, strict=True)
        if not is_expected(differences[example.number], expected.get(example.number))
    ]
    assert not wrong, "\n\n".join(wrong)


def rendered(owner, anonymous, texts: list[str]) -> list[str]:
    chat = owner.start_chat()
    added = owner.post(chat.messages, {"messages": [{"role": "user", "content": text} for text in texts]})
    assert added.status_code == 200, added.text
    answer = anonymous.read(chat.share().uuid, params={"render": "html"})
    assert answer.status_code == 200, answer.text
    return [message["html"] for message in answer.json()["chatMessages"]]


def difference(theirs: str, ours: str) -> str | None:
    """How HTML differs from the specification's: a reason that was made sure of, another, or None."""
    ours = html_trees.ours(ours)
    if ours == html_trees.theirs(theirs):
        return None
    if ours == html_trees.theirs(theirs, addresses=True):
        return ADDRESS
    if ours == html_trees.theirs(theirs, images=True):
        return IMAGE
    if ours == html_trees.theirs(theirs, addresses=True, images=True):
        return BOTH
    return "different"


def is_expected(difference: str | None, reason: str | None) -> bool:
    return difference == (reason if reason in (None, ADDRESS, IMAGE, BOTH) else "different")


def numbers(text: str) -> list[int]:
    """`1 3-5` as its numbers."""
    ends = [[int(end) for end in part.split("-")] for part in text.split()]
    return [number for end in ends for number in range(end[0], end[-1] + 1)]
