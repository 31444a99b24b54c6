"""The server's own description of itself is valid, complete, and true."""

import json
import os
import subprocess
import sys
from pathlib import Path

import openapi_spec_validator
import pytest

from personas import Person
from world import OPERATIONS

HERE = Path(__file__).parent
DOCUMENT = HERE.parents[1] / "assets" / "openapi.json"


def test_the_document_is_valid_openapi_3_1():
    document = json.loads(DOCUMENT.read_text())
    assert document["openapi"].startswith("3.1.")
    openapi_spec_validator.validate(document)


def test_the_server_answers_with_the_document(anonymous):
    answer = anonymous.get("/api/openapi.json")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == json.loads(DOCUMENT.read_text())


def test_every_operation_has_a_name_of_its_own_a_summary_and_a_place():
    operations = [operation for _, _, operation in OPERATIONS]
    names = [operation["operationId"] for operation in operations]
    assert len(names) == len(set(names))
    assert all(operation["summary"] and operation["tags"] for operation in operations)


def test_everything_that_is_defined_is_used():
    document = json.loads(DOCUMENT.read_text())
    text = DOCUMENT.read_text()
    for kind in ["parameters", "headers", "requestBodies", "responses", "schemas"]:
        for name in document["components"][kind]:
            assert f"#/components/{kind}/{name}" in text, (kind, name)


@pytest.mark.parametrize("session", ["valid", "none"])
def test_schemathesis_finds_no_violation(server, tmp_path, session):
    """Thousands of made-up requests, most of them to chats and shares that exist; by night more of them."""
    owner = Person(server.base)
    by_day, by_night = {"valid": (10, 30), "none": (5, 10)}[session]
    examples = by_night if os.environ.get("NEPTUN_SHARE_NIGHTLY") else by_day
    schemathesis = Path(sys.executable).with_name("schemathesis")
    command = [schemathesis, "--config-file", HERE / "schemathesis.toml", "run", DOCUMENT, "--url", server.base]
    # A stream of events has no end.
    command += ["--max-examples", str(examples), "--exclude-operation-id", "sharedChatEvents"]
    if session == "valid":
        # What would end the session that all requests have.
        for operation in ["logOut", "deleteAccount"]:
            command += ["--exclude-operation-id", operation]
    else:
        # Most routes never let anybody in, rightly: no warnings of that, and a shorter look.
        command += ["--warnings", "off", "--phases", "examples,coverage,fuzzing"]
    environment = os.environ | {
        "SHARE_HOST": server.base,
        "SHARE_OWNER": str(owner.id),
        "SHARE_OWNER_EMAIL": owner.email,
        "SHARE_OWNER_PASSWORD": owner.password,
        "SHARE_OWNER_SESSION": owner.cookie,
        "SHARE_SESSION": owner.cookie if session == "valid" else "no-session-at-all",
        "SCHEMATHESIS_HOOKS": "schemathesis_hooks",
        "PYTHONPATH": str(HERE),
    }
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=1200)
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-2_000:]
