// The query of the list of conversations, as it is in the address: search words, an order, a page.

export const PAGE = 50;

const usual = "updated_at:desc";
const columns = ["name", "model", "created_at", "updated_at", "imported_at", "views", "last_viewed_at"];

/** Those of the address; what makes no sense there is as if it were missing. */
export function wantedFrom(query) {
  const page = Number(query.get("page"));
  const sort = query.get("sort") ?? usual;
  const [column, direction, ...rest] = sort.split(":");
  const isSort = columns.includes(column) && ["asc", "desc"].includes(direction) && rest.length === 0;
  return { search: query.get("search") ?? "", sort: isSort ? sort : usual, page: Number.isSafeInteger(page) && page > 0 ? page : 1 };
}

/** For `setQuery`: what is usual does not stand there. */
export function inAddress({ search, sort, page }) {
  return { search: search.trim(), sort: sort === usual ? null : sort, page: page > 1 ? String(page) : null };
}

/** The address of that list, for links. */
export function addressOf(wanted) {
  const query = new URLSearchParams(Object.entries(inAddress(wanted)).filter(([, value]) => value));
  return `/${query.size > 0 ? `?${query}` : ""}`;
}

/** What the API is asked. */
export function requestOf({ search, sort, page }) {
  // Offsets end at 2^32; so does nobody's list.
  const offset = Math.min((page - 1) * PAGE, 4_000_000_000);
  const query = { order_by: sort, limit: PAGE, offset, include: "share", ...(search.trim() && { search: search.trim() }) };
  return `/chats?${new URLSearchParams(query)}`;
}
