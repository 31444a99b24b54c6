// What a state of a page looks like at every width and in both themes: nothing for axe to find, nothing to scroll sideways.

import { isNightly } from "./nightly.js";
import { isAccessible, keepShot, neverScrollsSideways } from "./reader.js";

const sizes = {
  "small phone": { width: 320, height: 640 },
  phone: { width: 360, height: 740 },
  "large phone": { width: 390, height: 844 },
  tablet: { width: 768, height: 1000 },
  desktop: { width: 1440, height: 900 },
};

const byDay = { "small phone": ["light"], desktop: ["dark"] };

/**
 * Looks at the page as it stands, which `state` names: by day narrow and light, and wide and dark; by night (`tests/nightly`) at
 * every width in both themes.
 */
export async function looksRight(page, state) {
  for (const [size, viewport] of Object.entries(sizes)) {
    const themes = isNightly ? ["light", "dark"] : (byDay[size] ?? []);
    if (themes.length === 0) continue;
    await page.setViewportSize(viewport);
    for (const colorScheme of themes) {
      const look = `${state} ${size} ${colorScheme}`;
      await page.emulateMedia({ colorScheme });
      await keepShot(page, look);
      await neverScrollsSideways(page, look);
      // Another width moves the text; axe takes a button that comes to lie half under the bar for a small one.
      await page.evaluate(() => scrollTo(0, 0));
      await isAccessible(page, { look });
    }
  }
}
