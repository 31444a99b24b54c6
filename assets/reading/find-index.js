// The searchable text of one message as one folded string, with the way from a place in it back to the page.

import { foldText } from "../lib/fold-text.js";
import { textWalker } from "../lib/text.js";

/** Nothing that is searched for goes across these; no text that anybody types has it. */
const WALL = "\0";

const blocks = new Set(
  ("address article aside blockquote caption dd details div dl dt fieldset figcaption figure footer h1 h2 h3 h4 h5 h6 header hr " +
    "li main math nav ol p pre section summary table tbody td tfoot th thead tr ul").split(" "),
);

/** The index of a message: `text` to search in, and `range(start, end)` for a place in it. */
export function indexOf(element) {
  const pieces = []; // in order: where each text node begins in `text`
  const texts = [];
  let length = 0;
  let last = null;
  const add = (text) => {
    texts.push(text);
    length += text.length;
  };

  const walker = textWalker(element);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.nodeType !== Node.TEXT_NODE) {
      add(" ");
      continue;
    }
    const block = blockOf(node);
    if (last !== null && block !== last) add(WALL);
    last = block;
    const { folded, places } = foldText(node.data);
    pieces.push({ node, places, start: length, end: length + folded.length });
    add(folded);
  }

  return {
    text: texts.join(""),
    /** Whether the page still has what was indexed. */
    isCurrent: () => pieces.every(({ node }) => node.isConnected),
    range(start, end) {
      const first = pieceAt(pieces, start);
      const final = pieceAt(pieces, end - 1);
      return {
        startContainer: first.node,
        startOffset: offsetIn(first, start - first.start),
        endContainer: final.node,
        endOffset: endIn(final, end - 1 - final.start),
      };
    },
  };
}

function blockOf(node) {
  let element = node.parentElement;
  while (element && !blocks.has(element.localName)) element = element.parentElement;
  return element;
}

/** The text node that holds this place; one between two, of a line break, counts to the next. */
function pieceAt(pieces, place) {
  let [low, high] = [0, pieces.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (pieces[middle].end > place) high = middle;
    else low = middle + 1;
  }
  return pieces[low];
}

const offsetIn = ({ places }, place) => Math.max(0, places ? places[place] : place);

/** Behind the character at `place`, and behind the accents that belong to it. */
function endIn({ node, places }, place) {
  if (place < 0) return 0;
  if (!places) return place + 1;
  let next = place + 1;
  while (next < places.length && places[next] === places[place]) next += 1;
  return next < places.length ? places[next] : node.data.length;
}
