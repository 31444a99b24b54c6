// Who may read: anyone with the link, with a password, named people, or named people with a password.

import { h } from "../../lib/dom.js";
import { strings } from "../../strings/owner.js";
import { newPasswordField } from "../../ui/new-password.js";
import { radioGroup } from "../../ui/radio-group.js";
import { tagInput } from "../../ui/tag-input.js";
import { accessOf } from "./share-facts.js";

const words = strings.sharing.access;

/** Addresses that one request takes. */
const MOST_PEOPLE = 1000;

/**
 * `share` is the present one or null, `people` the addresses on its list. A field as forms take it, with `wanted()`: whether
 * with `isProtected`, the `password` (undefined: as it is), the `people` (null: no list), and whether that `isAsBefore`.
 */
export function accessField({ share, people }) {
  const hasPassword = share?.is_protected === true;
  let isNew = !hasPassword;
  const options = Object.entries(words.options).map(([value, option]) => ({ value, ...option }));
  const before = share ? accessOf(share) : "anyone";
  const who = radioGroup({ label: words.label, options, value: before, onChange: draw });
  const password = newPasswordField({ label: words.password, hint: words.passwordHint, least: 1 });
  const set = h("p", { class: "set-line soft medium" }, words.isSet, " ", linkButton(words.change, () => renew(true)));
  const keep = hasPassword && h("p", { class: "set-line soft medium" }, linkButton(words.keep, () => renew(false)));
  const secret = h("div", { class: "field-group stack" }, set, password.element, keep);
  const list = peopleField({ label: words.people, hint: share?.has_whitelist ? words.invitedToo : words.peopleHint, values: people });
  const element = h("div", { class: "field-group stack" }, who.element, list.element, secret);
  const needsPassword = () => who.value === "password" || who.value === "both";
  const needsPeople = () => who.value === "people" || who.value === "both";
  draw();

  function draw() {
    secret.hidden = !needsPassword();
    list.element.hidden = !needsPeople();
    set.hidden = isNew;
    password.element.hidden = !isNew;
    if (keep) keep.hidden = !isNew;
  }

  function renew(on) {
    isNew = on;
    draw();
    (on ? password.input : set.querySelector("button")).focus();
  }

  let wrong = who.input;
  return {
    element,
    get input() {
      return wrong;
    },
    isFine,
    mark: () => {},
    dispose: password.dispose,
    wanted: () => ({
      isProtected: needsPassword(),
      password: needsPassword() && isNew ? password.input.value : undefined,
      people: needsPeople() ? list.values() : null,
      isAsBefore: who.value === before && !(needsPassword() && isNew) && !(needsPeople() && isOtherList()),
    }),
  };

  function isOtherList() {
    const now = list.values();
    return now.length !== people.length || now.some((email) => !people.includes(email));
  }

  /** Leads to what is missing first. */
  function isFine() {
    if (needsPeople() && !isListFine()) {
      wrong = list.input;
      return false;
    }
    wrong = password.input;
    return !needsPassword() || !isNew || password.isFine();
  }

  function isListFine() {
    if (!list.isFine()) return false;
    const n = list.values().length;
    // Who took everybody off a list that is there leaves it closed.
    if (n === 0 && !share?.has_whitelist) return list.refuse(words.nobody);
    return n > MOST_PEOPLE ? list.refuse(words.tooMany) : true;
  }
}

/** Addresses as chips; what is none stays in the field, and is told. */
export function peopleField(options) {
  return tagInput({ ...options, clean: cleanAddress, check: (text) => (isAddress(text) ? null : words.invalid(text)), inputmode: "email" });
}

/** As it stands in a mail: "<ada@example.com>", "mailto:ada@example.com". */
const cleanAddress = (text) => text.trim().replace(/^<?(mailto:)?/i, "").replace(/>$/, "").toLowerCase();

/** The server decides; this finds what is plainly none. */
const isAddress = (text) => /^[^@]+@[^@.]+(\.[^@.]+)+$/u.test(text) && text.length <= 254;

function linkButton(text, onClick) {
  return h("button", { type: "button", class: "link-button", onClick }, text);
}
