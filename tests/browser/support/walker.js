// Somebody who walks through pages in any browser: what they see and do is said in words, and everything waits by itself
// until it is there. A browser has to give `goto`, `find` (an element that a function finds in the page), `click`, `write`,
// `key` and `evaluate`.

const visible = `const isSeen = (element) => element.checkVisibility({ visibilityProperty: true });
  const nameOf = (element) => (element.getAttribute("aria-label") ?? element.textContent).replace(/\\s+/g, " ").trim();
  const named = (selector, name) => [...document.querySelectorAll(selector)].find((one) => isSeen(one) && nameOf(one) === name);`;

/** A function of the page's, of one argument, that has these means. */
const finder = (body) => `${visible} ${body}`;
const finders = {
  heading: finder(`return named("h1, h2", wanted);`),
  button: finder(`return named("button, summary", wanted);`),
  link: finder(`return named("a[href]", wanted);`),
  field: finder(`return [...document.querySelectorAll("input")].find((one) => isSeen(one) &&
    [...(one.labels ?? [])].some((label) => nameOf(label) === wanted));`),
  selector: finder(`return document.querySelector(wanted);`),
  text: finder(`return document.body.innerText.includes(wanted) && document.body;`),
};

export class Walker {
  constructor(page) {
    this.page = page;
  }

  goto = (url) => this.page.goto(url);
  heading = (name) => this.#find("heading", name);
  see = (text) => this.#find("text", text);
  element = (selector) => this.#find("selector", selector);
  press = async (name) => this.page.click(await this.#find("button", name));
  follow = async (name) => this.page.click(await this.#find("link", name));
  key = (key) => this.page.key(key);
  /** What a function gives that runs in the page. */
  evaluate = (read) => this.page.evaluate(read);

  async type(label, text) {
    await this.page.write(await this.#find("field", label), text);
  }

  /** Types into what `selector` selects, or names a file there. */
  async write(selector, text) {
    await this.page.write(await this.element(selector), text);
  }

  /** What a field holds. */
  async valueOf(label) {
    return this.page.valueOf(await this.#find("field", label));
  }

  async #find(kind, wanted) {
    return this.page.find(finders[kind], wanted, `no ${kind} ${JSON.stringify(wanted)}`);
  }
}
