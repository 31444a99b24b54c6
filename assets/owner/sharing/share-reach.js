// Who can reach an address at all, whatever the link's rules are: loopback (RFC 5735, 3; RFC 6761, 6.3) and private
// networks (RFC 1918, RFC 4193, RFC 3927, RFC 6762).

const machine = /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/;
const network = /^(10(\.\d+){3}|192\.168(\.\d+){2}|172\.(1[6-9]|2\d|3[01])(\.\d+){2}|169\.254(\.\d+){2}|\[f[cd][\da-f:]*\]|\[fe80:[\da-f:]*\]|[^.[]+|.*\.(local|lan|home\.arpa|internal))$/;

/** "machine", "network" or "everyone". */
export function reachOf(url) {
  const { hostname } = new URL(url);
  if (machine.test(hostname)) return "machine";
  return network.test(hostname) ? "network" : "everyone";
}
