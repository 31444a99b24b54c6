// The script of the owner's pages as the server sends it, with a way to what its modules export: a test shows one part by
// itself, or opens a dialog that several views have.

const scripts = new Map();

/** From now on pages have these exports in `window.ours`. */
export function openBundle(page, names) {
  return page.route("**/index.js", async (route) => {
    const url = route.request().url();
    if (!scripts.has(url)) scripts.set(url, await (await route.fetch()).text());
    const script = scripts.get(url);
    const ours = names.map((name) => `${name}: ${moduleWith(script, name)}.${name}`);
    await route.fulfill({ contentType: "text/javascript", body: `${script}\nwindow.ours = { ${ours} };` });
  });
}

/** What the module that exports `name` is called there (build/bundle.rs writes it). */
function moduleWith(script, name) {
  for (const module of script.split(/^(?=const m\d+ = \(\(\) => \{$)/m)) {
    const [, exported = ""] = /return \{ ([^}]*) \};\n\}\)\(\);\s*$/.exec(module) ?? [];
    if (exported.split(", ").includes(name)) return /\w+(?= = )/.exec(module)[0];
  }
  throw new Error(`no module of the page exports ${name}`);
}
