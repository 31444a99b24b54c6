// What of a page with `rightToLeft` (talk.js) is laid out wrong.

/** Runs in the page. */
export function laidOutWrong() {
  const text = document.querySelector("article .message-text");
  const right = "ul, ol, li, blockquote, table, th, td, .alert, .alert-title, .task, .footnotes ol, .footnotes li";
  const found = [...text.querySelectorAll(right)].filter((element) => getComputedStyle(element).direction !== "rtl").map((element) => `${element.outerHTML.slice(0, 60)} is ltr`);
  const card = document.querySelector("article").getBoundingClientRect();
  for (const item of document.querySelectorAll("li")) {
    // A marker stands beside its item, within the card.
    const { left, right } = item.getBoundingClientRect();
    const room = getComputedStyle(item).direction === "rtl" ? card.right - right : left - card.left;
    if (room < 24) found.push(`no room for the marker of ${item.textContent}: ${room}`);
  }
  const [first, last] = [...text.querySelectorAll("th")].map((cell) => cell.getBoundingClientRect().left);
  if (first < last) found.push("the first column is the left one");
  const quote = getComputedStyle(text.querySelector("blockquote"));
  if (!(parseFloat(quote.borderRightWidth) > 0 && parseFloat(quote.borderLeftWidth) === 0)) found.push("the quote's bar is on the left");
  const items = [...document.querySelectorAll("article")].at(1).querySelectorAll("ul:last-of-type > li");
  const directions = [...items].map((item) => getComputedStyle(item).direction).join();
  if (directions !== "rtl,ltr,rtl") found.push(`a mixed list is ${directions}`);
  const link = getComputedStyle(text.querySelector("a[href^=http]"));
  if (link.direction !== "ltr" || !link.unicodeBidi.includes("isolate")) found.push("an address is not isolated");
  return found;
}
