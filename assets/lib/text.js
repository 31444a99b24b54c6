// The text of a message as nodes: what was said, without what the page adds.

/** Buttons and what only some readers get; `annotation` is the source of a formula, which is not what is seen. */
const skipped =
  "button, svg, noscript, annotation, annotation-xml, iframe, .visually-hidden, .message-tools, .attachment-wait, .remote-ask, .clamp-more";

/** Walks over the text nodes under an element, and over its line breaks. */
export function textWalker(element) {
  const acceptNode = (node) => {
    if (node.nodeType === Node.TEXT_NODE || node.localName === "br") return NodeFilter.FILTER_ACCEPT;
    return node.matches(skipped) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP;
  };
  return document.createTreeWalker(element, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, { acceptNode });
}

/** At least so many characters of an element's text, when it has as many. */
export function beginningOf(element, length) {
  const walker = textWalker(element);
  let text = "";
  while (text.length < length && walker.nextNode()) text += walker.currentNode.data?.slice(0, length) ?? " ";
  return text;
}
