// What is painted where no property of an element tells it.

/** How light each column of a part of the window is at its darkest, from 0 to 255. */
export async function darkestOfColumns(page, clip) {
  const picture = (await page.screenshot({ clip, animations: "disabled" })).toString("base64");
  return page.evaluate(async (picture) => {
    const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(picture), (sign) => sign.charCodeAt(0))]));
    const { width, height } = bitmap;
    const canvas = new OffscreenCanvas(width, height).getContext("2d");
    canvas.drawImage(bitmap, 0, 0);
    const { data } = canvas.getImageData(0, 0, width, height);
    return Array.from({ length: width }, (_, x) => Math.min(...Array.from({ length: height }, (_, y) => data[4 * (y * width + x)])));
  }, picture);
}
