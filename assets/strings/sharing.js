// The texts of the sharing dialog; a section of owner.js. Those about a link's people and of the list of links are in
// links.js.

import { quoted } from "../lib/quoted.js";
import { links } from "./links.js";

const number = (n) => n.toLocaleString();
const count = (n, one, many) => `${number(n)} ${n === 1 ? one : many}`;
const messages = (n) => count(n, "message", "messages");

/** What is found, by the API's name: one of them, several, and what a reader sees in its place. */
const kinds = {
  api_key: ["API key", "API keys"],
  access_token: ["access token", "access tokens"],
  password: ["password", "passwords"],
  private_key: ["private key", "private keys"],
  card_number: ["card number", "card numbers"],
  bank_account: ["account number", "account numbers"],
  identity_number: ["identity number", "identity numbers"],
  email: ["e-mail address", "e-mail addresses"],
  phone: ["phone number", "phone numbers"],
  ip_address: ["IP address", "IP addresses"],
  home_folder: ["home folder", "home folders"],
  user_name: ["user name", "user names"],
  unsearched_file: ["file that could not be searched", "files that could not be searched"],
};

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

export const sharing = {
  title: (name) => `Share ${quoted(name)}`,
  editTitle: (name) => `Edit the link of ${quoted(name)}`,
  untitled: "Untitled conversation",
  loading: "Checking how it is shared…",
  back: "Back",
  close: "Close",
  done: "Done",
  form: { submit: "Create link", busy: "Looking for secrets…" },
  editForm: { submit: "Save", busy: "Saving…" },
  publishing: "Publishing…",
  tryAgain: "Try again",
  stillClosed: "Not every change was made. The link is paused: nobody can open it. Try again.",

  access: {
    label: "Who may read it",
    options: {
      anyone: { name: "Anyone with the link", text: "No account, no password" },
      password: { name: "Anyone with the link and a password", text: "Send them the password separately" },
      people: { name: "People I name", text: "They sign in here; you get invitation links for those without an account" },
      both: { name: "People I name, with a password", text: "Both" },
    },
    password: "Password for readers",
    passwordHint: "Stored as a digest: you can't look it up later.",
    isSet: "A password is set.",
    change: "Change it",
    keep: "Keep the current one",
    people: "E-mail addresses",
    peopleHint: "Type or paste, as many as you like.",
    invitedToo: "Invited people without an account yet are listed under People.",
    nobody: "Name at least one person.",
    invalid: (text) => `${text} is not an e-mail address.`,
    tooMany: "A list takes 1,000 addresses at a time.",
  },

  word: {
    label: "Your own word in the link",
    hint: "Optional. 3 to 64 of a-z, 0-9 and -, such as team-offsite; without one the link has random letters.",
    invalid: "Use 3 to 64 of a-z, 0-9 and -.",
    isPublic: "Anyone who guesses the word may read it",
    isPublicHint: "Random letters can't be guessed; a word can.",
    guessable: "A word can be guessed: choose a password or people above, or tick the box below.",
  },

  limits: {
    end: "Expires",
    ends: { never: "Never", hour: "In 1 hour", day: "In 1 day", week: "In 1 week", month: "In 1 month", date: "On a date…" },
    keptEnd: (date) => date,
    over: (date) => `It expired ${date}`,
    date: "Date and time",
    missingDate: "Choose a date and a time.",
    pastDate: "That time has already passed.",
    views: "View limit",
    viewsOptions: { any: "No limit", once: "Once: burn after reading", many: "A number…" },
    viewsNumber: "How many views",
    viewsWrong: "A number from 1 to 1,000,000.",
    viewsHint: (left, max) => `${number(left)} of ${number(max)} views are left. A higher number adds to them.`,
    onceHint: "The first person to open it can read it for an hour; then the link stops working. Previews in messengers don't count.",
    records: "Record who views it",
    recordsHint: "Keeps time, account, network address and browser of each view until you delete the record. Readers are told.",
    continues: "Readers may continue it in a coding agent",
    continuesHint: "Without this the page does not offer it. Who can read it can still copy it.",
  },

  part: {
    label: "What is shared",
    options: { whole: "The whole conversation", until: "Up to a message…", chosen: "Chosen messages…" },
    choose: "Choose…",
    until: (n, text) => `Up to message ${number(n)}: ${text}`,
    untilUnknown: "Up to the message that was chosen",
    chosen: (n) => `${messages(n)} chosen`,
    nothing: "Choose the messages first.",
    gone: "A message that you chose has been deleted. Choose again.",
    flow: "Later messages",
    flows: { live: "Included as they come", frozen: "Not included: frozen as it is now" },
    livePart: "Not included; changes to the chosen ones are",
    frozenHint: "\u201cUpdate\u201d brings it up to date under the same link.",
  },

  picker: {
    until: { title: "Share up to which message?", action: "Up to here" },
    chosen: { title: "Which messages?", action: "Use these" },
    all: "All",
    none: "None",
    prompts: "Prompts only",
    count: (n, total) => `${number(n)} of ${number(total)} chosen`,
    loading: (n, total) => `Fetching the messages: ${number(n)} of ${number(total)}…`,
    fetching: "Fetching the messages…",
    empty: "There are no messages yet.",
    noWords: "(no words)",
    keys: "Shift-click selects a range.",
    tooMany: "At most 10,000 messages can be chosen.",
    roles: { user: "Prompt", assistant: "Answer", system: "System", tool: "Tool" },
    list: "Messages",
    wanted: "Choose at least one message.",
  },

  leftOut: {
    label: "Redactions",
    keys: "Also redact keys, passwords, card and account numbers in later messages",
    keysHint: "Existing messages are checked in the next step.",
    words: "Other words to redact",
    wordsHint: "A name, a project, an address. Press Enter after each; upper and lower case don't matter.",
    review: "Review redactions",
    wordTooLong: "At most 1,000 characters.",
  },

  found: {
    title: (n) => `${count(n, "finding", "findings")} to review before publishing`,
    titleNone: "No secrets found",
    intro: (n, files) =>
      `Searched ${messages(n)}${files > 0 ? ` and ${count(files, "file", "files")}` : ""}. Whatever is ticked is redacted: ` +
      "readers see \u201c[redacted: API key]\u201d, for example, in its place (\u201c~\u201d for a home folder), in every form of the " +
      "conversation.",
    introNone: (n, files) => `Searched ${messages(n)}${files > 0 ? ` and ${count(files, "file", "files")}` : ""}.`,
    notSearched: "Not searched for: people's names, postal addresses, dates of birth, and what pictures and archives show.",
    kind: (kind, n) => `${number(n)} ${kindName(kind, n)}`,
    later: "Ticked: also redacted in later messages",
    files: "Ticked: readers don't get the file",
    harmless: "Harmless: never ask again",
    markedHarmless: "Harmless in all conversations (undo)",
    rest: "Also redact keys, passwords, card and account numbers in later messages",
    more: (n) => `Show all ${number(n)}`,
    times: (n) => count(n, "time", "times"),
    places: (n) => `in ${count(n, "place", "places")}`,
    place: {
      title: () => "in the title",
      model: () => "in the model's name",
      message: (at) => `message ${at}`,
      thought: (at) => `thoughts of message ${at}`,
      tool: (at, name) => `${name ? `tool ${name}` : "tool"}, message ${at}`,
      file_name: (at, name) => `name of a file${name ? `: ${name}` : ""}${at ? `, message ${at}` : ""}`,
      file: (at, name) => `file ${name ?? ""}${at ? `, message ${at}` : ""}`,
    },
    hide: (n) => `Redact ${number(n)} and share`,
    hideAll: "Share",
    anyway: "Publish anyway",
    save: "Save",
    readers: (n) => `${count(n, "finding stays", "findings stay")} visible to readers`,
    confirm: {
      title: "Publish these?",
      text: "Everyone who may read the conversation will see:",
      action: "Publish anyway",
      busy: "Publishing…",
    },
  },

  kindName,
  kinds: Object.fromEntries(Object.entries(kinds).map(([kind, [, many]]) => [kind, capital(many)])),

  panel: {
    ready: "Your link is ready",
    shared: (name) => `${quoted(name)} is shared`,
    link: "Link",
    copied: "The link is copied.",
    saved: "Saved.",
    edit: "Edit",
    pause: "Pause",
    resume: "Resume",
    update: "Update",
    newLink: "New link",
    stop: "Stop sharing",
    preview: "Preview",
    people: "People",
    visitors: "Visitors",
    more: "More about this link",
    qr: "QR code",
    qrOf: (url) => `QR code of ${url}`,
    enlarge: "Enlarge the QR code",
    reach: {
      machine:
        "Only this computer can open the link. For others on your network, start the server with --listen 0.0.0.0:8080; for everyone, " +
        "put it behind a reverse proxy and name its address with --public-url.",
      network: "Only people on the same network as the server can open the link. For everyone else, name a public address with --public-url.",
    },
    facts: { who: "Readers", what: "Shared", ends: "Expires", views: "Views", leftOut: "Redacted" },
    paused: "The link is paused.",
    resumed: "The link works again.",
    updated: "Readers now get the current version.",
    stopped: (name) => `${quoted(name)} is no longer shared.`,
    renewed: "The new link is ready. The old link no longer works.",
    pausedHint: "Paused: whoever opens the link finds nothing until you resume it.",
    expiredHint: "Expired: whoever opens the link finds nothing. Edit it to extend it.",
    used_upHint: "View limit reached: whoever opens the link finds nothing. Edit it to allow more.",
  },

  newPassword: {
    label: "Password for readers",
    hint: "Shown this once: only a digest of it is stored.",
    copyBoth: "Copy link and password",
    both: (url, password) => `${url}\n\nPassword: ${password}`,
    copied: "Copied",
  },
  newLink: {
    title: "Create a new link?",
    text: "The old link stops working at once for everyone who has it, and the count of views starts over.",
    action: "New link",
    busy: "Creating it…",
  },
  many: {
    title: (n) => (n === 1 ? "Share the conversation" : `Share ${number(n)} conversations`),
    submit: (n) => (n === 1 ? "Create the link" : `Create ${number(n)} links`),
    keptLinks: (n) => `${count(n, "of them is shared already; its link stays", "of them are shared already; their links stay")} as ${n === 1 ? "it is" : "they are"}.`,
    searching: (n, total) => `Looking for secrets: ${number(n)} of ${number(total)}…`,
    publishing: (n, total) => `Publishing ${number(n)} of ${number(total)}…`,
    ready: (n) => (n === 0 ? "Nothing was shared" : n === 1 ? "Your link is ready" : `${number(n)} links are ready`),
    line: (name, url) => `${name}: ${url}`,
    before: "shared before",
    closed: "The link was made and is paused: nobody can open it yet.",
    copyAll: "Copy all",
    copyOf: (name) => `Copy link of ${name}`,
    copied: "Copied",
  },
  stop: {
    title: (n) => (n === 1 ? "Stop sharing?" : `Stop sharing ${number(n)} conversations?`),
    text: (n) =>
      n === 1
        ? "The link stops working at once, and its list of people goes with it. The conversation stays yours."
        : "The links stop working at once, and their lists of people go with them. The conversations stay yours.",
    action: "Stop sharing",
    busy: "Stopping…",
  },

  facts: {
    states: { active: "Active", paused: "Paused", expired: "Expired", used_up: "Used up" },
    shortly: { anyone: "Anyone", password: "Password", people: "People", both: "People, password" },
    who: {
      anyone: "Anyone with the link",
      password: "With a password",
      people: "People on a list",
      both: "People on a list, with a password",
    },
    whole: "The whole conversation",
    until: "Up to a message",
    chosen: (n) => messages(n),
    live: "live",
    frozen: "frozen",
    never: "Never",
    views: (n) => count(n, "view", "views"),
    left: (n) => `${number(n)} left`,
    viewsOf: (n, left) => `${count(n, "view", "views")}, ${number(left)} left`,
    last: "last",
    nothing: "Nothing",
    finds: (n) => count(n, "finding", "findings"),
    words: (n) => count(n, "word", "words"),
    keys: "keys and passwords",
    keysNone: "keys and passwords, none so far",
    keysFound: (n) => `${count(n, "key or password", "keys and passwords")}, and later ones`,
    recorded: "Visitors are recorded",
  },

  preview: {
    title: "What readers see",
    asking: "Opening the link as a stranger…",
    meets: {
      conversation: "A stranger with the link gets straight to the conversation.",
      password: "A stranger is asked for the password first.",
      signIn: "A stranger is asked to sign in: only people on the list get in.",
      view: "A stranger sees a button first: it uses one view.",
      missing: "A stranger finds nothing at the moment: the link does not work.",
    },
  },

  qr: { title: "QR code", hint: "Point the camera of a phone at it.", save: "Save as a file", file: "link.svg" },

  ...links,
};

function kindName(kind, n = 1) {
  const [one, many] = kinds[kind] ?? ["finding", "findings"];
  return n === 1 ? one : many;
}
