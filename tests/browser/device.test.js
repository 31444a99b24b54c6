// A device is signed in: its owner compares the code and decides.

import assert from "node:assert/strict";
import { test } from "node:test";
import { focusIsInField, giveAccount, headline, press, seeText } from "./support/look.js";
import { someone } from "./support/people.js";
import { isAccessible } from "./support/reader.js";
import { stage } from "./support/stage.js";

const here = stage(async (server) => ({ ada: await someone(server, "ada") }));

const send = (path, body) =>
  fetch(`${here.server.url}/api/auth/device${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  }).then((response) => response.json());

const start = (name = "laptop") => send("", { client_id: name, scope: "write" });
const ask = ({ device_code }) => send("/token", { grant_type: "urn:ietf:params:oauth:grant-type:device_code", device_code });

test("who is signed out signs in first, compares the code, and approves; the device stands in the account", () =>
  here.read({ viewport: { width: 375, height: 667 } }, async (page) => {
    const device = await start();
    await page.goto(new URL(device.verification_uri_complete).pathname + `?code=${device.user_code}`);
    await headline(page, "Sign in to continue");
    await giveAccount(page, here.ada.email, here.ada.password);
    await headline(page, "Sign in “laptop”?");
    await seeText(page, device.user_code);
    await seeText(page, "Read and write");
    await seeText(page, "127.0.0.1");
    await isAccessible(page, { look: "a device" });
    assert.equal((await ask(device)).error, "authorization_pending");

    await press(page, "Approve");
    await seeText(page, "Type your password.");
    await page.getByLabel("Current password").fill("guess");
    await press(page, "Approve");
    await seeText(page, "That is not your password.");
    await ask(device);
    assert.equal((await ask(device)).error, "slow_down");
    await page.getByLabel("Current password").fill(here.ada.password);
    await press(page, "Approve");
    await headline(page, "Approved");
    assert.match((await ask(device)).access_token, /^nsh_/);
    await press(page, "Show my devices");
    await page.getByRole("rowheader", { name: "laptop" }).waitFor();
  }));

test("a code can be typed, a wrong one is said, and a refusal reaches the device", () =>
  here.read({}, async (page) => {
    const device = await start("A box <b>in the cellar</b>");
    await here.ada.enter(page, "/device");
    await headline(page, "Sign in a device");
    await page.getByLabel("Code").fill("BBBB-BBBB");
    await press(page, "Continue");
    await seeText(page, "No device waits with this code");
    await focusIsInField(page, "Code");
    await isAccessible(page, { look: "a code" });
    await page.getByLabel("Code").fill(device.user_code.toLowerCase().replace("-", ""));
    await press(page, "Continue");
    await headline(page, "Sign in “A box <b>in the cellar</b>”?");
    await seeText(page, device.user_code);
    await press(page, "Refuse");
    await headline(page, "Refused");
    assert.equal((await ask(device)).error, "access_denied");
  }));

test("a code that was used already is asked for again", () =>
  here.read({}, async (page) => {
    await here.ada.enter(page, "/device?code=BBBB-BBBB");
    await headline(page, "Sign in a device");
    await seeText(page, "No device waits with this code");
  }));
