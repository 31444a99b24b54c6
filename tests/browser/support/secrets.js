// Secrets of thirty kinds, put together here from their beginnings and made-up characters, so that no scanner of repositories takes
// this file for a leak. None of them was ever given out.

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const hex = "0123456789abcdef";
let state = 7;

/** The same characters in each run. */
function made(length, characters = alphabet) {
  const next = () => (state = (state * 1103515245 + 12345) % 2 ** 31) >> 8;
  return Array.from({ length }, () => characters[next() % characters.length]).join("");
}

/** Beginnings and lengths of those that are known by themselves. */
const beginnings = [
  ["sk-proj-", 120], ["sk-", 48], ["AIza", 35], ["GOCSPX-", 28], ["ya29.", 60], ["hf_", 34], ["r8_", 37], ["gsk_", 52], ["xai-", 80],
  ["pplx-", 48], ["glpat-", 20], ["sk_live_", 24], ["rk_test_", 24], ["whsec_", 32], ["dckr_pat_", 27], ["nfp_", 36],
  ["lin_api_", 40], ["figd_", 40], ["sq0atp-", 22], ["pscale_tkn_", 43],
].map(([begin, length]) => begin + made(length)); // prettier-ignore

const hexadecimal = ["sk-or-v1-", "dop_v1_", "sntryu_"].map((begin) => begin + made(64, hex)).concat(["shpat_", "dapi", "SK"].map((begin) => begin + made(32, hex)));

const pem = (() => {
  const [dashes, name] = ["-".repeat(5), ["RSA", "PRIVATE", "KEY"].join(" ")];
  const lines = Array.from({ length: 8 }, () => made(64)).join("\n");
  return `${dashes}BEGIN ${name}${dashes}\nMII${lines}\n${dashes}END ${name}${dashes}`;
})();

/** Each as it stands in a conversation, and what of it nobody may read. */
export const planted = [
  ...[...beginnings, ...hexadecimal].map((secret) => ({ text: secret, secret })),
  { text: pem, secret: pem.split("\n")[3] },
  { text: "postgres://ada:Vk9-qz7Lmw2x@db.internal/stars", secret: "Vk9-qz7Lmw2x" },
  { text: "4242 4242 4242 4242", secret: "4242 4242 4242 4242" },
  { text: "DE89 3704 0044 0532 0130 00", secret: "DE89 3704 0044 0532 0130 00" },
];
