"""Generators of clients take the description, and what they make of it is whole."""

import importlib
import json
import os
import pkgutil
import subprocess
import sys
from pathlib import Path

DOCUMENT = Path(__file__).parents[2] / "assets" / "openapi.json"

# What the Python generator can't parse, it is told to hand over as it is.
AS_BYTES = ["application/zip", "image/png", "image/svg+xml", "text/plain", "*/*"]


def test_a_python_client_is_generated_without_a_warning_and_works(server, owner, tmp_path, monkeypatch):
    config = tmp_path / "config.json"
    overrides = {media_type: "application/octet-stream" for media_type in AS_BYTES}
    config.write_text(json.dumps({"content_type_overrides": overrides, "post_hooks": []}))
    generator = Path(sys.executable).with_name("openapi-python-client")
    command = [generator, "generate", "--path", DOCUMENT, "--output-path", tmp_path / "client", "--config", config]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0 and "arning" not in done.stdout + done.stderr, done.stdout + done.stderr

    monkeypatch.syspath_prepend(str(tmp_path / "client"))
    client = importlib.import_module("neptun_share_client")
    modules = [module.name for module in pkgutil.walk_packages(client.__path__, "neptun_share_client.")]
    assert len(modules) > 200
    for module in modules:
        importlib.import_module(module)

    create = importlib.import_module("neptun_share_client.api.shares.create_share").sync
    settings = importlib.import_module("neptun_share_client.models.share_settings").ShareSettings
    session = client.Client(base_url=server.base, cookies={"neptun-session": owner.cookie})
    answer = create(user_id=owner.id, chat_id=owner.start_chat(messages=2).id, client=session, body=settings())
    assert answer.share.state.value == "active" and answer.share.short_url.startswith(f"{server.base}/s/")


def test_typescript_types_are_generated_and_compile(tmp_path):
    tools = Path(os.environ["NEPTUN_SHARE_NPM"]) / "node_modules" / ".bin"
    types = tmp_path / "api.d.ts"
    done = subprocess.run([tools / "openapi-typescript", DOCUMENT, "-o", types], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0 and "arning" not in done.stderr, done.stderr

    use = tmp_path / "use.ts"
    use.write_text(
        'import type { components, paths } from "./api";\n'
        'export const short = (share: components["schemas"]["Share"]): string => share.short_url;\n'
        'export type Read = paths["/api/shared/chats/{uuid}"]["get"];\n'
    )
    done = subprocess.run([tools / "tsc", "--noEmit", "--strict", use], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout
