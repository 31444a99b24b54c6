// Links for downloading the conversation. Behind a password, a plain link would be refused, so the page fetches the
// file.

import { failureWithWait } from "../api/failure.js";
import { h, setAttribute } from "../lib/dom.js";
import { save } from "../lib/files.js";
import { fileName } from "../lib/values.js";
import { strings } from "../strings/reader.js";
import { icon } from "../ui/icons.js";

const words = strings.downloads;

const formats = { markdown: "md", html: "html", json: "json", messages: "messages.json" };

/** `share` is what the page reads; `titleNow` gives what the conversation is called, `tell` says why there is no file. */
export function downloadLinks({ share, titleNow, tell }) {
  return Object.entries(formats).map(([format, ending]) => {
    const text = h("span", {}, words.formats[format]);
    const link = h(
      "a",
      {
        class: "menu-item",
        href: share.exportAddress(format),
        download: true,
        "data-format": format,
        "aria-label": words.name(words.formats[format]),
        onClick: press,
      },
      icon("download"),
      text,
    );
    return link;

    async function press(event) {
      if (!share.hasPassword()) return;
      event.preventDefault();
      if (link.ariaDisabled) return;
      setAttribute(link, "aria-disabled", "true");
      const result = await share.readExport(format);
      setAttribute(link, "aria-disabled", false);
      if (result.kind === "file") return save(result.blob, fileName(`${titleNow()}.${ending}`, `conversation.${ending}`));
      const why = result.kind === "failure" ? failureWithWait(result) : strings.files[result.kind];
      tell(words.failed(why), { isProblem: true });
    }
  });
}
