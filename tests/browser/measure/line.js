// A long line to a server: what goes either way arrives half a round trip later. (The latency that the browser's own tools
// emulate leaves out the request for the page itself.)

import { once } from "node:events";
import { connect, createServer } from "node:net";

/** Gives the far end's address on this side; every round trip takes `ms`. */
export async function longLine(url, ms) {
  const { hostname, port } = new URL(url);
  const proxy = createServer({ noDelay: true }, (near) => {
    const far = connect({ host: hostname, port: Number(port), noDelay: true });
    late(near, far, ms / 2);
    late(far, near, ms / 2);
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  return { url: `http://127.0.0.1:${proxy.address().port}`, close: () => proxy.close() };
}

function late(from, to, ms) {
  from.on("data", (bytes) => setTimeout(() => to.destroyed || to.write(bytes), ms));
  from.on("close", () => setTimeout(() => to.destroy(), ms));
  from.on("error", () => to.destroy());
}
