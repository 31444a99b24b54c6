// A list of things with the same columns: a table where there is room, a card for each on a phone (table.css).
//
//   const list = table({ label: "Sessions", keyOf: (row) => row.id, columns: [
//     { id: "client", head: "Browser", look: "main", cell: (row) => row.client },
//     { id: "last_used_at", head: "Last used", sort: true, cell: (row) => when(row.last_used_at) },
//     { id: "actions", head: "", look: "actions", cell: (row) => button },
//   ] });
//   list.fill(rows);
//
// `cell` returns a node, a text, or null for nothing. `look` is "main" (the name of the row, which heads its card), "number",
// or "actions". With `selection: { nameOf, onChange }` each row has a checkbox, labelled with `nameOf(row)`, and `onChange`
// gets the selected keys. With `onSort` the columns with `sort` have a button in their head; `setSort` shows the current order.
// Browsers don't treat tables with another `display` as tables, so the roles are given explicitly.

import { h, setAttribute } from "../lib/dom.js";
import { strings } from "../strings/owner.js";

const words = strings.table;
const focusable = "a[href], button, input, select, textarea";

export function table({ label, columns, keyOf, selection, onSort }) {
  const shown = new Map(); // key to { row, element }
  const picked = new Set();
  let lastPicked = null;
  let sorted = { by: null, isDescending: false };

  const all = selection && h("input", { type: "checkbox", class: "tick", "aria-label": words.all, onChange: () => pickAll(all.checked) });
  const heads = columns.map(headOf);
  const body = h("tbody", { role: "rowgroup" });
  const head = h(
    "thead",
    { role: "rowgroup" },
    h(
      "tr",
      { role: "row" },
      selection &&
        h(
          "th",
          { role: "columnheader", class: "cell-pick" },
          h("label", { class: "pick-all" }, all, h("span", { class: "pick-word", "aria-hidden": "true" }, words.all)),
        ),
      heads,
    ),
  );
  const element = h("div", { class: "list-box card" }, h("table", { class: "table", role: "table", "aria-label": label }, head, body));

  return {
    element,
    /** Shows these rows and no others. Ticks of those that stay, stay; so does the focus. */
    fill(rows) {
      const place = focusPlace();
      shown.clear();
      for (const row of rows) shown.set(keyOf(row), { row, element: rowOf(row) });
      body.replaceChildren(...[...shown.values()].map((entry) => entry.element));
      for (const key of [...picked]) if (!shown.has(key)) picked.delete(key);
      drawPicked();
      restoreFocus(place);
    },
    /** Adds rows at the end. */
    append(rows) {
      for (const row of rows) {
        const fresh = rowOf(row);
        shown.get(keyOf(row))?.element.remove();
        shown.set(keyOf(row), { row, element: fresh });
        body.append(fresh);
      }
      drawPicked();
    },
    /** Shows the new state of a row that is there. */
    update(row) {
      const entry = shown.get(keyOf(row));
      if (!entry) return;
      const place = focusPlace();
      const fresh = rowOf(row);
      entry.element.replaceWith(fresh);
      shown.set(keyOf(row), { row, element: fresh });
      drawPicked();
      restoreFocus(place);
    },
    /** Takes a row away; the focus that was in it goes to the row that comes in its place. */
    remove(key) {
      const entry = shown.get(key);
      if (!entry) return;
      const hadFocus = entry.element.contains(document.activeElement);
      const next = entry.element.nextElementSibling ?? entry.element.previousElementSibling;
      entry.element.remove();
      shown.delete(key);
      picked.delete(key);
      drawPicked();
      if (hadFocus) next?.querySelector(focusable)?.focus();
    },
    /** The row's element, to lead the focus to. */
    rowElement: (key) => shown.get(key)?.element,
    rows: () => [...shown.values()].map(({ row }) => row),
    picked: () => new Set(picked),
    unpick() {
      picked.clear();
      drawPicked();
    },
    setSort(by, isDescending) {
      sorted = { by, isDescending };
      for (const [i, column] of columns.entries()) {
        setAttribute(heads[i], "aria-sort", column.id === by && (isDescending ? "descending" : "ascending"));
      }
    },
  };

  function headOf(column) {
    const attributes = { role: "columnheader", scope: "col", class: `cell-${column.look ?? "plain"}${column.sort ? " cell-sort" : ""}` };
    if (!column.sort || !onSort) return h("th", attributes, column.head || h("span", { class: "visually-hidden" }, words.actions));
    const press = () => onSort(column.id, sorted.by === column.id ? !sorted.isDescending : (column.isDescendingFirst ?? false));
    return h("th", attributes, h("button", { type: "button", class: "sort", onClick: press }, column.head));
  }

  function rowOf(row) {
    const key = keyOf(row);
    const box =
      selection &&
      h("input", {
        type: "checkbox",
        class: "tick",
        "aria-label": selection.nameOf(row),
        checked: picked.has(key),
        onClick: (event) => pick(key, event),
      });
    return h(
      "tr",
      { role: "row", class: "row" },
      selection && h("td", { role: "cell", class: "cell-pick" }, box),
      columns.map((column) => cellOf(column, row)),
    );
  }

  function cellOf(column, row) {
    const content = column.cell(row);
    const isEmpty = content === null || content === undefined || content === "";
    const look = column.look ?? "plain";
    // The row's name is its header: screen readers read it with each cell.
    const [tag, role] = look === "main" ? ["th", "rowheader"] : ["td", "cell"];
    const named = look === "main" || look === "actions" ? null : column.head;
    return h(
      tag,
      { role, scope: tag === "th" ? "row" : null, class: `cell-${look}`, "data-empty": isEmpty },
      named && h("span", { class: "cell-name", "aria-hidden": "true" }, named),
      h("div", { class: "cell-value" }, content),
    );
  }

  /** With Shift all between this row and the one that was ticked before. */
  function pick(key, { target, shiftKey }) {
    const keys = [...shown.keys()];
    const [from, to] = [keys.indexOf(shiftKey ? lastPicked : key), keys.indexOf(key)].sort((a, b) => a - b);
    for (const one of keys.slice(Math.max(from, 0), to + 1)) setPicked(one, target.checked);
    lastPicked = key;
    drawPicked();
    selection.onChange?.(new Set(picked));
  }

  function pickAll(isOn) {
    for (const key of shown.keys()) setPicked(key, isOn);
    drawPicked();
    selection.onChange?.(new Set(picked));
  }

  function setPicked(key, isOn) {
    if (isOn) picked.add(key);
    else picked.delete(key);
  }

  function drawPicked() {
    if (!selection) return;
    for (const [key, entry] of shown) {
      entry.element.querySelector(".tick").checked = picked.has(key);
      entry.element.classList.toggle("is-picked", picked.has(key));
    }
    all.checked = shown.size > 0 && picked.size === shown.size;
    all.indeterminate = picked.size > 0 && picked.size < shown.size;
  }

  function focusPlace() {
    for (const [key, entry] of shown) {
      if (!entry.element.contains(document.activeElement)) continue;
      return { key, index: [...entry.element.querySelectorAll(focusable)].indexOf(document.activeElement) };
    }
    return null;
  }

  function restoreFocus(place) {
    if (place) shown.get(place.key)?.element.querySelectorAll(focusable)[place.index]?.focus();
  }
}
