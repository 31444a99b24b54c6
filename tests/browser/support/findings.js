// What a search for secrets says, for the pages that show it: several kinds, one of them often, one in a file.

const place = (part, position, context, name = null) => ({ part, position, message_id: position, name, context });

export const found = {
  searched: { messages: 6, files: 2 },
  findings: [
    {
      ...{ id: "f1", kind: "api_key", label: "API key", rule: "GitHub personal access token", masked: "ghp_\u20263kQz", count: 1 },
      places: [place("message", 3, "export GITHUB_TOKEN=ghp_\u20263kQz && ./deploy.sh")],
    },
    {
      ...{ id: "f2", kind: "api_key", label: "API key", rule: "Stripe secret key", masked: "sk_live_\u20269a", count: 7 },
      places: [place("tool", 5, "stripe.api_key = sk_live_\u20269a", "bash"), place("file", 2, "STRIPE=sk_live_\u20269a", "settings.env"), place("title", null, "sk_live_\u20269a"), place("thought", 4, "the key sk_live_\u20269a")],
    },
    {
      ...{ id: "f3", kind: "password", label: "password", rule: "password in a URL", masked: "hu\u2026r2", count: 1 },
      places: [place("message", 6, "postgres://ada:hu\u2026r2@db.example/app")],
    },
    {
      ...{ id: "f4", kind: "email", label: "e-mail address", rule: "e-mail address", masked: "gr\u2026@example.com", count: 2 },
      places: [place("message", 1, "Write to gr\u2026@example.com")],
    },
    {
      ...{ id: "f5", kind: "unsearched_file", label: "file", rule: "could not be searched", masked: "scan.pdf", count: 1 },
      places: [place("file", 2, "", "scan.pdf")],
    },
  ],
};

/** Answers each search with `answer`, and keeps what was to be searched in the array that it gives. */
export async function foundBySearch(page, answer = found) {
  const asked = [];
  await page.route("**/shares/check", async (route) => {
    asked.push(route.request().postDataJSON());
    await route.fulfill({ json: answer });
  });
  return asked;
}
