// Opens the folds around a place.

/** An element in a fold's own line is seen already. */
export function openAround(element) {
  for (let fold = element.closest("details"); fold; fold = fold.parentElement.closest("details")) {
    if (fold.querySelector(":scope > summary")?.contains(element)) continue;
    fold.open = true;
  }
  for (let box = element.closest(".clamp"); box; box = box.parentElement.closest(".clamp")) {
    const more = box.querySelector(":scope > .clamp-more input");
    if (!more.parentElement.contains(element)) more.checked = true;
  }
}
