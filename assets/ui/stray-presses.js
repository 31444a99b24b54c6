// Presses that nobody means: the second half of a double click, if something else has come under the pointer since the first
// (a dialog, its next step, the next row of a list), and the repeats of Enter while the key is held down.

/** Links of a pager follow each other under the pointer, and whoever presses twice means to go on twice. */
const pressable = "button, dialog, input, label, select, summary, textarea";

/** From now on they do nothing on this page. */
export function ignoreStrayPresses() {
  let [last, now] = [null, null]; // what the last two presses began on

  function pressed({ target }) {
    [last, now] = [now, target.closest(pressable)];
  }

  addEventListener("pointerdown", pressed, true);
  addEventListener("click", (event) => event.detail > 1 && last !== now && ignore(event), true);
  addEventListener("keydown", (event) => event.repeat && event.key === "Enter" && event.target.closest("a, button") && ignore(event), true);
}

function ignore(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}
