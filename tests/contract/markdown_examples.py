"""The examples of CommonMark 0.31.2 and of GFM 0.29, as another program's source package brings them.

The lists are not ours and are not kept here: they come from the package index when the tests run.
"""

import re
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path

SOURCE = "marko==2.2.4"
LISTS = {"commonmark": 652, "gfm": 672}

_EXAMPLE = re.compile(r"^`{32} example[^\n]*\n(.*?)^\.\n(.*?)^`{32}$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Example:
    number: int
    markdown: str
    html: str


def examples(name: str) -> list[Example]:
    """The examples of a list, in its order, numbered from 1."""
    text = (_sources() / f"{name}.txt").read_text("utf-8").replace("→", "\t")
    found = [Example(number, *parts) for number, parts in enumerate(_EXAMPLE.findall(text), start=1)]
    assert len(found) == LISTS[name]
    return found


def _sources() -> Path:
    """The folder of the lists beside the tests' tools, filled once."""
    folder = Path(sys.prefix) / "markdown-examples" / SOURCE
    if not all((folder / f"{name}.txt").exists() for name in LISTS):
        folder.mkdir(parents=True, exist_ok=True)
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--no-deps", "--no-binary", ":all:", "--dest", folder, SOURCE], check=True)
        with tarfile.open(next(folder.glob("*.tar.gz"))) as archive:
            for member in archive.getmembers():
                path = Path(member.name)
                if path.parent.name == "spec" and path.stem in LISTS:
                    (folder / path.name).write_bytes(archive.extractfile(member).read())
    return folder
