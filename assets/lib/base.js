// The path below which a proxy has put this server; empty if it has its own host. Scripts write addresses without it.

const { pathname: iconPath } = new URL(document.querySelector("link[rel=icon]").href);
const base = iconPath.slice(0, iconPath.lastIndexOf("/assets/"));

/** An address of this server as a browser needs it. */
export const outside = (address) => base + address;

/** The path of an address of this server as scripts name it; null for one that is somebody else's. */
export function inside(pathname) {
  if (pathname === base) return "/";
  return pathname.startsWith(`${base}/`) ? pathname.slice(base.length) : null;
}
