// The only way in which text becomes markup, for HTML from this server (src/render/). The page's policy refuses any
// other.

const policy = globalThis.trustedTypes?.createPolicy("neptun-share", { createHTML: (html) => html });

/** The nodes of a conversation that the server rendered. */
export function nodesFrom(html) {
  const template = document.createElement("template");
  template.innerHTML = policy ? policy.createHTML(html) : html;
  return template.content;
}
