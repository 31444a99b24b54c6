// The texts of the owner's page: one section per module, named after it. This file has those of the page as a whole;
// other sections are in the files beside it, and those shared with the readers' page (failures, signing in, the theme)
// are in reader.js.

import { account } from "./account.js";
import { conversations } from "./conversations.js";
import { server } from "./server.js";
import { sharing } from "./sharing.js";
import { welcome } from "./welcome.js";

export const strings = {
  loading: "Loading…",
  gone: "It is no longer there.",
  someGone: "Some of them are no longer there. The rest is still selected: try again.",
  refused: "The server refused it.",

  nothingHere: {
    heading: "There is nothing at this address",
    text: "The address may be incomplete, or what was here has gone.",
    action: "Go to the start page",
  },

  frame: {
    label: "Main",
    conversations: "Conversations",
    shares: "Shared links",
    sharedWithMe: "Shared with me",
    account: "Account",
    signedInAs: "Signed in as",
    settings: "Account",
    server: "Server",
    signOut: "Sign out",
    signedOutElsewhere: "Your session has ended. Sign in to continue.",
  },

  dialog: { close: "Close", cancel: "Cancel" },
  copying: { action: "Copy", copied: "Copied", refused: "The browser blocked copying. The text is selected: copy it with the keyboard." },
  undo: "Undo",

  table: { all: "Select all", actions: "Actions" },

  chips: {
    added: (text) => `${text} added`,
    removed: (text) => `${text} removed`,
    remove: (text) => `Remove ${text}`,
  },

  newPassword: {
    label: "Password",
    make: "Generate one:",
    makeWords: "four words",
    makeCharacters: "20 characters",
    made: "Keep it somewhere safe.",
    madeAndCopied: "Copied. Keep it somewhere safe.",
    missing: "Enter a password.",
    tooShort: (least) => (least === 1 ? "A password can't be only spaces." : `At least ${least} characters, please.`),
    tooLong: (most) => `At most ${most} characters.`,
    scores: ["Far too easy to guess.", "Easy to guess.", "Could be better.", "Good.", "Strong."],
  },

  ...welcome,
  ...conversations,
  sharing,
  ...account,
  server,
};
