// The reader's choice of light or dark, applied before anything is painted: a classic script, for which the page waits.
// To change it, dispatch a `theme` event on window with "light", "dark" or "system" as its detail.

(() => {
  const KEY = "theme";
  const root = document.documentElement;
  const scheme = document.querySelector("meta[name=color-scheme]");
  const colours = [...document.querySelectorAll("meta[name=theme-color]")].map((meta) => ({ meta, media: meta.media }));

  /** What is remembered, or undefined where the browser forbids to look. */
  function remembered() {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return undefined;
    }
  }

  function remember(theme) {
    try {
      if (theme === "system") localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, theme);
    } catch {
      // It holds for this page then.
    }
  }

  function apply(theme) {
    const isChosen = theme === "light" || theme === "dark";
    if (isChosen) root.dataset.theme = theme;
    else delete root.dataset.theme;
    // What is painted before the style sheet is there, and the browser's own bar.
    scheme.content = isChosen ? theme : "light dark";
    for (const { meta, media } of colours) {
      if (isChosen) meta.media = media.includes(theme) ? "all" : "not all";
      else meta.media = media;
    }
  }

  addEventListener("theme", ({ detail }) => {
    remember(detail);
    apply(detail);
  });
  // Another tab changed it; a null key: everything was cleared.
  addEventListener("storage", ({ key, newValue }) => {
    if (key === KEY || key === null) apply(newValue);
  });
  // A page that comes back as it was left has heard of nothing meanwhile.
  addEventListener("pageshow", ({ persisted }) => {
    const theme = persisted ? remembered() : undefined;
    if (theme !== undefined) apply(theme);
  });
  apply(remembered());
})();
