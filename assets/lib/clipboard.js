// Puts text on the clipboard.

/** Whether it is there now. */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Refused, or a page without TLS from another machine, which has no `navigator.clipboard`.
    return copyByCommand(text);
  }
}

/** The way of old browsers: copies what is selected, which takes a field to select in. */
function copyByCommand(text) {
  const hadFocus = document.activeElement;
  const selection = getSelection();
  const ranges = Array.from({ length: selection.rangeCount }, (_, i) => selection.getRangeAt(i));
  const field = document.createElement("textarea");
  field.className = "visually-hidden";
  field.value = text;
  // Beside a dialog nothing can be selected.
  ([...document.querySelectorAll("dialog:modal")].at(-1) ?? document.body).append(field);
  // A field has line ends of its own; this hands over the text as it is.
  const exactly = (event) => {
    event.clipboardData.setData("text/plain", text);
    event.preventDefault();
  };
  document.addEventListener("copy", exactly, { once: true, capture: true });
  try {
    field.focus({ preventScroll: true });
    field.select();
    return document.execCommand("copy");
  } catch {
    return false;
  } finally {
    document.removeEventListener("copy", exactly, { capture: true });
    field.remove();
    hadFocus?.focus({ preventScroll: true });
    selection.removeAllRanges();
    for (const range of ranges) selection.addRange(range);
  }
}
