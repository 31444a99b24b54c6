// A file of a message: a picture loads when it is near the view, sound and video when it is clicked, and everything
// else can be saved.

import { failureWithWait } from "../api/failure.js";
import { h, setAttribute } from "../lib/dom.js";
import { blobAddress, bytes, release, save, shownAs } from "../lib/files.js";
import { fileName, oneLine } from "../lib/values.js";
import { strings } from "../strings/reader.js";
import { icon } from "../ui/icons.js";

const words = strings.files;

/** Turns the links to files that the server wrote under `part` into the files. */
export function bringFiles(part, files) {
  for (const place of part.querySelectorAll(".attachment[data-sha256]")) {
    const { sha256, kind, name = null, type = "", size } = place.dataset;
    const mediaType = type.split(";")[0].trim().toLowerCase();
    const attachment = { sha256, kind, name, mediaType, size: size === undefined ? null : Number(size) };
    place.replaceWith(attachmentElement(attachment, files));
  }
}

function attachmentElement(attachment, files) {
  const as = shownAs(attachment.mediaType);
  if (as === "image") return picture(attachment, files);
  return as === null ? saved(attachment, files) : player(attachment, as, files);
}

function picture(attachment, files) {
  const name = attachment.name === null ? words.unnamed.image : oneLine(attachment.name, 300);
  const frame = h("div", { class: "attachment picture", tabindex: "-1" });
  const waiting = h("p", { class: "attachment-wait soft" }, icon("image"), words.loading(name, sizeOf(attachment)));
  const again = loader({ attachment, files, label: strings.tryAgain, sign: "refresh" }, (blob) => show(blob, true));

  async function show(blob, wasPressed) {
    const img = h("img", { class: "picture-image", alt: name, src: blobAddress(blob, attachment.mediaType) });
    const isGood = await img.decode().then(() => true, () => false);
    if (isGood && frame.isConnected) {
      frame.replaceChildren(img);
      if (wasPressed) frame.focus({ preventScroll: true });
    } else {
      URL.revokeObjectURL(img.src);
      if (!isGood) frame.replaceChildren(problemElement(name, words.broken));
    }
  }

  frame.append(waiting);
  files.whenNear(frame, async () => {
    const result = await files.fetch(attachment);
    if (!frame.isConnected) return;
    if (result.kind === "file") return show(result.blob, false);
    if (result.kind !== "failure") return frame.replaceChildren(problemElement(name, whyOf(result)));
    again.say(result);
    frame.replaceChildren(again.element);
  }, attachment);
  return frame;
}

function player(attachment, kind, files) {
  const name = nameOf(attachment);
  const box = h("div", { class: "attachment" });
  const label = words.load(words.loadKinds[kind], sizeOf(attachment));
  const caption = attachment.name && h("p", { class: "attachment-name soft" }, h("bdi", {}, name));

  const start = loader({ attachment, files, label, sign: kind }, (blob) => {
    const src = blobAddress(blob, attachment.mediaType);
    const media = h(kind, { controls: true, src, "aria-label": name, class: `player-${kind}`, onError: unplayable });
    start.element.replaceWith(media);
    media.focus();
  });
  function unplayable() {
    release(box);
    box.replaceChildren(problemElement(name, words.broken), saved(attachment, files));
  }

  box.append(...[caption, start.element].filter(Boolean));
  return box;
}

function saved(attachment, files) {
  const name = nameOf(attachment);
  const label = [
    h("span", { class: "visually-hidden" }, `${words.download} `),
    h("bdi", { class: "attachment-file" }, name),
    sizeOf(attachment) && h("span", { class: "attachment-size soft" }, ` ${sizeOf(attachment)}`),
  ];
  const { element } = loader({ attachment, files, label, sign: "download" }, (blob) => save(blob, name));
  return h("div", { class: "attachment" }, element);
}

/** A button that fetches a file and hands it on, and says below itself when that fails. */
function loader({ attachment, files, label, sign }, onFile) {
  const name = nameOf(attachment);
  const text = h("span", { class: "loader-label" }, label);
  const problem = h("p", { class: "attachment-problem", role: "status" });
  const button = h("button", { type: "button", class: "button loader small", onClick: press }, icon(sign), text);
  const element = h("div", {}, button, problem);
  let isBusy = false;

  async function press() {
    if (isBusy) return;
    setBusy(true);
    problem.replaceChildren();
    const result = await files.fetch(attachment);
    setBusy(false);
    if (!element.isConnected) return;
    if (result.kind === "file") onFile(result.blob);
    else say(result);
  }
  function say(result) {
    problem.replaceChildren(words.wrong(name, whyOf(result)));
  }
  function setBusy(on) {
    isBusy = on;
    setAttribute(button, "aria-disabled", on && "true");
    text.replaceChildren(...(on ? [words.busy] : [label].flat().filter(Boolean)));
  }
  return { element, say };
}

function problemElement(name, why) {
  return h("p", { class: "attachment-problem" }, words.wrong(name, why));
}

function whyOf(result) {
  return result.kind === "failure" ? failureWithWait(result) : words[result.kind];
}

function nameOf({ name, kind }) {
  return name === null ? words.unnamed[kind] : fileName(name, words.unnamed[kind]);
}

const sizeOf = ({ size }) => (size === null ? null : bytes(size));
