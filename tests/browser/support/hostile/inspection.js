// Looks at a page with hostile messages from inside. Both functions are sent to the browser as they are, and know nothing
// of this module. The browser's own checks come before ours: what is asked is what it made of the markup.

/** All of the page but its messages and what is called by the conversation's name: a line for each element. */
export function frameOf() {
  const lines = [];
  const describe = (element) => {
    const names = [...element.attributes].map(({ name }) => name).filter((name) => !["class", "style", "content", "hidden"].includes(name));
    return `${element.localName}#${element.id}.${element.getAttribute("class") ?? ""}[${names.sort()}]`;
  };
  const visit = (element, depth) => {
    // What is told to those who only look at the link, and for messages that are not there.
    if (element.matches("meta[property], meta[name=description], .messages > *, bdi, .view-switch, .changed-files")) return;
    const line = " ".repeat(depth) + describe(element);
    // A list is a list, however long.
    if (lines.at(-1) !== line) lines.push(line);
    for (const child of element.children) visit(child, depth + 1);
  };
  visit(document.documentElement, 0);
  return lines;
}

/**
 * Complaints `[number of the message or null, words]`. `expected` has `{id, role, word, calm, isPiled}` of each message, `like` the
 * shapes that messages of each role have where nothing hostile is; without it, gives those.
 */
export function inspect({ expected, like, name }) {
  const complaints = [];
  const articles = [...document.querySelectorAll("article")];
  let number = null;
  let strays = null;
  const TALL = 8;
  const complain = (words) => complaints.push([number, words]);
  const expect = (is, wanted, what) => Object.is(is, wanted) || complain(`${what} is ${JSON.stringify(is)}, not ${JSON.stringify(wanted)}`);

  const TAGS = new Set(`a article b bdi blockquote br button code dd del details div dl dt em figcaption figure h2 h3 h4 h5 h6
    header hr i img input ins kbd label li mark noscript ol p pre s small span strong sub summary sup svg table tbody td th thead time tr u
    ul use annotation math menclose merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace
    msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover semantics path`.split(/\s+/));
  const ATTRIBUTES = /^(on.*|style|name|accesskey|autofocus|contenteditable|draggable|popover.*|slot|is|part|form.*|action|xlink:.*|srcset|srcdoc|ping|download|background|poster|usemap|cite|accesskey|hidden|inert|lang|command.*|data-(?!sha256$|kind$|name$|type$|size$|digest$|author$|steps-only$|list$|copy|language$|lang$).*)$/;
  // On these MathML has an attribute `form` (prefix, infix, postfix).
  const isOperator = (element, name) => element.localName === "mo" && name === "form";
  const OURS = "message message-group bar notice icons conversation messages message-head message-sign message-link panel skip foot brand visually-hidden fold attachment".split(" ");

  if (!like) return Object.fromEntries(articles.map((article) => [article.dataset.author, { head: shapeOf(article, false), whole: shapeOf(article, true) }]));
  page();
  for ([number] of articles.entries()) message(articles[number], expected[number]);
  return complaints;

  function plain(text) {
    return text.replace(/[^\p{L}\p{N}]/gu, "");
  }

  function page() {
    expect(window.owned, undefined, "window.owned");
    // A file that a reader keeps has a name of its own.
    const ours = location.protocol === "file:" ? "" : " · neptun-share";
    expect(plain(document.title), plain(`${name}${ours}`), "the title");
    expect(document.title.endsWith(ours) && !/\p{Bidi_Control}/u.test(document.title), true, "that the title ends with our name");
    expect(articles.length, expected.length, "the number of messages");
    expect(document.querySelectorAll(".messages > .message-group > article.message").length, articles.length, "the number of messages in their list");
    expect(document.querySelectorAll(".messages > :not(.message-group), .message-group > :not(article.message)").length, 0, "the number of other things in their list");
    expect(document.querySelectorAll(".message-group").length, document.querySelector(".messages").childElementCount, "the number of groups");
    // What is said to those without scripts is there, but not to be seen.
    expect([...document.querySelectorAll("h1")].filter((heading) => heading.checkVisibility()).length, 1, "the number of h1");
    expect(document.querySelectorAll("main, [role=main]").length, 1, "the number of main");
    expect(document.querySelector("main > .conversation > .messages") !== null, true, "that the list is in its place");
    expect(document.documentElement.scrollWidth <= innerWidth, true, "that the page is as wide as the window");
    for (const name of ["forms", "embeds", "applets", "plugins"]) expect(document[name]?.length ?? 0, 0, `the length of document.${name}`);
    for (const name of ["getElementById", "querySelector", "createElement", "append"]) expect(typeof document[name], "function", `document.${name}`);
    expect(document.getElementById, Document.prototype.getElementById, "document.getElementById");
    expect(document.cookie, "", "the cookies");
    expect(frames.length, 0, "the number of frames");
    expect(document.baseURI, location.href, "the base of addresses");
    for (const element of document.querySelectorAll("[id], [name]")) {
      const name = element.id || element.getAttribute("name");
      const own = element.closest("article")?.id;
      if (!own) continue;
      // A file that a reader keeps holds each picture once, under its digest.
      if (location.protocol === "file:" && /^file-[0-9a-f]{64}$/.test(name)) continue;
      const isOurs = name === own ? element.localName === "article" : name.startsWith(`${own}-`) && /^[\w-]+$/.test(name);
      if (!isOurs) number = articles.indexOf(element.closest("article")), complain(`an element is called ${JSON.stringify(name)}`);
      number = null;
    }
    const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
    const twice = ids.filter((id, i) => ids.indexOf(id) !== i);
    expect(twice.slice(0, 5).join(" "), "", "what is called the same");
    scrollTo(0, 0);
    const bar = document.querySelector(".bar")?.getBoundingClientRect();
    if (bar) expect(Boolean(document.elementFromPoint(bar.left + bar.width / 3, bar.top + bar.height / 2)?.closest(".bar")), true, "that the bar is not covered");
    // As they were laid out were they near.
    for (const box of document.querySelectorAll(".message-group, .message")) box.style.contentVisibility = "visible";
  }

  function message(article, { id, role, word, calm, isPiled }) {
    expect(article.id, id, "the id");
    expect(article.dataset.author, role, "the author");
    expect(article.className, "message", "the class");
    expect(article.querySelectorAll("h1, h2").length, 1, "the number of h1 and h2");
    expect(article.querySelectorAll("header").length, 1, "the number of heads");
    const shape = shapeOf(article, calm !== undefined);
    if (calm === undefined) expect(shape, like[role].head, "the shape of the head");
    else {
      expect(shape, like[role].whole, "the shape");
      expect(article.querySelector(".message-text, .message-parts pre")?.textContent.trim(), calm, "the text");
    }
    const before = articles[articles.indexOf(article) - 1]?.getBoundingClientRect();
    const box = article.getBoundingClientRect();
    if (before) expect(box.top >= before.bottom - 0.5, true, "that it stands below the one before");
    expect(box.width > 200 && box.height > 20, true, "that it has a size");
    const body = article.querySelector(".message-parts");
    // What a picture is called stands in its place.
    const said = article.textContent + [...body.querySelectorAll(".attachment img")].map(({ alt }) => alt).join();
    if (!said.includes(word)) complain(`${word} is lost: ${JSON.stringify(said.slice(0, 200))}`);
    else if (article.textContent.includes(word) && !isSeen(article, word)) complain(`${word} is not to be seen`);
    for (const element of body.querySelectorAll("*")) judge(element, article);
    // What can't be broken may be cut off.
    if (isPiled) expect(/paint|strict|content/.test(getComputedStyle(article).contain), true, "that it is cut off");
    else within(body, box, { left: -Infinity, right: Infinity, top: -Infinity, bottom: Infinity });
  }

  /** What stands around a message's words, or in a message as a whole. */
  function shapeOf(article, isWhole) {
    const write = (element) => {
      if (!isWhole && element.matches(".message-parts")) return "";
      // Our scripts bring these to what is near.
      if (element.matches(".message > .message-head > .message-tools")) return "";
      return `${element.localName}.${element.className.baseVal ?? element.className}(${[...element.children].map(write).join("")})`;
    };
    return write(article);
  }

  /** Whether there is a box with the word, or a fold that can be opened around it. */
  function isSeen(article, word) {
    const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const at = node.data.indexOf(word);
      if (at < 0) continue;
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + word.length);
      const { width, height } = range.getBoundingClientRect();
      const { visibility, opacity } = getComputedStyle(node.parentElement);
      if ((width > 0 && height > 0 && visibility === "visible" && opacity !== "0") || node.parentElement.closest("details:not([open])")) return true;
    }
    // Letters on their own, as in a formula.
    return article.innerText.normalize("NFKC").replace(/[\s\u2061-\u2064]/g, "").includes(word);
  }

  function judge(element, article) {
    const called = `<${element.localName} class=${JSON.stringify(element.getAttribute("class"))}>`;
    if (!TAGS.has(element.localName)) complain(`has ${called}`);
    for (const { name, value } of element.attributes) {
      if (name === "download" && element.matches(".attachment > a")) continue;
      if (ATTRIBUTES.test(name) && !isOperator(element, name)) complain(`${called} has ${name}=${JSON.stringify(value.slice(0, 80))}`);
    }
    if (element.closest(".message-text")) for (const ours of OURS) if (element.classList.contains(ours) && !element.matches("a > .visually-hidden")) complain(`${called} has a class of ours`);
    if (element.localName === "a") link(element, article);
    const { position, zIndex } = getComputedStyle(element);
    if (["fixed", "absolute"].includes(position) && !element.matches(".visually-hidden, button, button *")) complain(`${called} is ${position}`);
    if (zIndex !== "auto" && Number(zIndex) > 0 && !element.matches("button")) complain(`${called} has z-index ${zIndex}`);
    const src = element.getAttribute("src");
    if (src !== null && !/^(blob:|data:image\/png;base64,|\/api\/shared\/chats\/[0-9a-f-]+\/attachments\/[0-9a-f]{64}$)/.test(src)) complain(`${called} has src ${src.slice(0, 80)}`);
    if (element.localName === "use" && !/^#icon-[a-z]+$/.test(element.getAttribute("href"))) complain(`uses ${element.getAttribute("href")}`);
    if (element.hasAttribute("role") && !/^(group|img|note|status|region|alert)$/.test(element.getAttribute("role"))) complain(`${called} has the role ${element.getAttribute("role")}`);
  }

  function link(element, article) {
    const href = element.getAttribute("href");
    if (href === null) return;
    if (location.protocol === "file:" && element.closest(".attachment, .picture") && /^#file-[0-9a-f]{64}$/.test(href)) return;
    if (href.startsWith("#")) return href.startsWith(`#${article.id}-`) || complain(`a link leads to ${href}`);
    if (element.closest(".attachment") && /^\/api\/shared\/chats\/[0-9a-f-]+\/attachments\/[0-9a-f]{64}$/.test(href)) return;
    if (element.closest(".attachment") && href.startsWith("data:application/octet-stream")) return;
    if (!["http:", "https:", "mailto:"].includes(element.protocol)) return complain(`a link leads to ${element.protocol} (${href.slice(0, 80)})`);
    if (element.protocol !== "mailto:" && element.origin === location.origin) return complain(`a link leads to this server: ${href.slice(0, 80)}`);
    for (const rel of ["noopener", "noreferrer", "nofollow"]) if (!element.relList.contains(rel)) complain(`a link is not ${rel}`);
  }

  /** Nothing in `element` is drawn outside of the message's `box`; `clip` is what its scrolling boxes let through. */
  function within(element, box, clip) {
    for (const node of element.childNodes) {
      if (node.nodeType === Node.TEXT_NODE && node.data.trim() !== "") {
        const range = document.createRange();
        range.selectNodeContents(node);
        inside(range.getBoundingClientRect(), box, clip, () => `the text ${JSON.stringify(node.data.trim().slice(0, 40))}`);
      }
      if (node.nodeType !== Node.ELEMENT_NODE || isFolded(node)) continue;
      const rect = node.getBoundingClientRect();
      inside(rect, box, clip, () => `<${node.localName} class=${JSON.stringify(node.getAttribute("class"))}>`);
      const { overflowX, overflowY, clipPath, contain, display } = getComputedStyle(node);
      if (display === "none" || node.localName === "svg") continue;
      const isClipped = clipPath !== "none" || /paint|strict|content/.test(contain);
      const isBlock = display !== "inline";
      const next = { left: clip.left, right: clip.right, top: clip.top, bottom: clip.bottom };
      if (isBlock && (isClipped || overflowX !== "visible")) Object.assign(next, { left: Math.max(clip.left, rect.left), right: Math.min(clip.right, rect.right) });
      if (isBlock && (isClipped || overflowY !== "visible")) Object.assign(next, { top: Math.max(clip.top, rect.top), bottom: Math.min(clip.bottom, rect.bottom) });
      within(node, box, next);
    }
  }

  /** What a closed fold keeps has a box that nobody sees. */
  function isFolded({ localName, parentElement }) {
    return localName !== "summary" && parentElement.matches("details:not([open])");
  }

  function inside(rect, box, clip, name) {
    if (rect.width === 0 || rect.height === 0) return;
    const [left, right] = [Math.max(rect.left, clip.left), Math.min(rect.right, clip.right)];
    const [top, bottom] = [Math.max(rect.top, clip.top), Math.min(rect.bottom, clip.bottom)];
    if (left >= right || top >= bottom) return;
    // A font for formulas claims more height than its letters take.
    const by = Math.max(box.left - left, right - box.right, box.top - top - TALL, bottom - box.bottom - TALL);
    // The chip around code goes on beside a broken line.
    if (by <= 3 || strays === number) return;
    // What it holds goes with it.
    strays = number;
    complain(`${name()} stands out of its message by ${Math.round(by)} pixels`);
  }
}
