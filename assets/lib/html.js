// The only way by which text becomes markup, for what this server rendered (src/render/): the page's policy refuses any other.

const policy = globalThis.trustedTypes?.createPolicy("neptun-share", { createHTML: (html) => html });

/** The nodes of a conversation that the server rendered. */
export function nodesFrom(html) {
  const template = document.createElement("template");
  template.innerHTML = policy ? policy.createHTML(html) : html;
  return template.content;
}
