// Every word that the owner's page shows to people, in one place: one section for each part, named as its module. Those that the
// page behind a link has, too (failures, signing in, the theme), are in reader.js, which this page has as well; the many of
// sharing are in sharing.js, those for administrators in server.js.

import { sharing } from "./sharing.js";
import { conversations } from "./conversations.js";
import { server } from "./server.js";

const count = (n, one, many) => `${n.toLocaleString()} ${n === 1 ? one : many}`;

export const strings = {
  loading: "Loading…",
  gone: "It is no longer there.",
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

  ...conversations,

  sharing,

  welcome: {
    title: "Share AI conversations",
    heading: "Share AI conversations, and keep them yours",
    lead:
      "This is a neptun-share server. People use it to share conversations with ChatGPT, Claude and others by a link, " +
      "and to take that link back whenever they like.",
    points: [
      { sign: "link", text: "A link for everyone, with a password, or only for people you name" },
      { sign: "wait", text: "Links that expire on a date, after a number of views, or with one click" },
      { sign: "shield", text: "Keys and passwords are found before anyone else sees them" },
    ],
    reader: "Did someone give you a link? Just open it: you need an account only if you were invited by name.",
    forgotten: {
      action: "Forgot your password?",
      text:
        "An administrator of this server can make you a link to choose a new one: on the page Server, or on the machine where it " +
        "runs with ",
      command: "neptun-share user password-link EMAIL",
    },
    signIn: { heading: "Sign in", submit: "Sign in" },
    signInToGoOn: { heading: "Sign in to continue", submit: "Sign in" },
    noAccount: "No account yet?",
    join: "Create one",
    haveAccount: "Already have an account?",
    signUp: {
      heading: "Create an account",
      intro: "To share your own conversations, and to read those shared with you by name.",
      submit: "Create account",
      busy: "Creating it…",
    },
    email: "E-mail address",
    missingEmail: "Enter your e-mail address.",
    invalidEmail: "That is not an e-mail address.",
    invalidPassword: "Choose another: this one is among the first that are tried. Passwords have 8 to 128 characters.",
    taken: "There is already an account with this address.",
    noCookie: "It worked, but the browser did not keep the session. Allow cookies for this site and sign in.",
    notSetUp: {
      heading: "This server has no account yet",
      paragraphs: [
        "The link to create it is in the terminal or log where the server was started. Open it within 30 minutes.",
        "Link expired? Restart the server: it prints a new one.",
      ],
    },
  },

  setUp: {
    heading: "Welcome",
    intro: "This server is yours. Create an account to start sharing.",
    emailHint: "You sign in with it, and the people you invite see it. Nothing is sent to it.",
    submit: "Create account",
    busy: "Creating your account…",
    isSetUp: "This server already has its first account. Sign in, or ask its owner for an invitation.",
    gone: {
      title: "Set-up",
      heading: "This link no longer works",
      text:
        "A set-up link works once, for 30 minutes, and only the newest one does. Restart the server for another; " +
        "if there is already an account, sign in.",
      action: "Go to the start page",
    },
  },

  invitation: {
    heading: "You are invited",
    intro: (n) =>
      n > 0
        ? ` shares ${count(n, "conversation", "conversations")} with you. Choose a password to read them and to share your own.`
        : " invites you to this server. Choose a password to share your conversations.",
    email: "Your address here",
    present: (address) => `${address} is signed in here. Accepting signs them out in this browser.`,
    submit: "Accept the invitation",
    busy: "Creating your account…",
    taken: "There is already an account with this address. Sign in with it to read what was shared with you.",
    welcome: (n) => (n > 0 ? "Welcome. The links you were given now open for you." : "Welcome."),
    gone: {
      title: "Invitation",
      heading: "This invitation no longer works",
      text: "It has been used or revoked, or it has expired. Whoever invited you can make a new one. If you have accepted it, sign in.",
      action: "Sign in",
    },
  },

  stranger: {
    heading: "You have no account here",
    text: (email) => `You are signed in as ${email}, but this server has no account for that address, or it is disabled. Ask its administrator.`,
    action: "Sign out",
  },

  passwordLink: {
    heading: "Choose a new password",
    intro: "With it you sign in from now on. Wherever you are signed in now, you are signed out.",
    email: "Your address here",
    fresh: "New password",
    submit: "Set the password",
    busy: "Setting it…",
    done: "Your new password is set.",
    gone: {
      title: "New password",
      heading: "This link no longer works",
      text: "A link for a new password works once, within a day, and only the newest one does. Ask an administrator of this server for another.",
      action: "Sign in",
    },
  },

  server,

  device: {
    title: "Sign in a device",
    code: {
      heading: "Sign in a device",
      intro: "Type the code that the device shows.",
      label: "Code",
      missing: "Type the code.",
      unknown: "No device waits with this code. It holds for ten minutes; ask for another on the device.",
      submit: "Continue",
      busy: "Looking for it…",
    },
    decision: {
      heading: (name) => `Sign in \u201c${name}\u201d?`,
      compare: "The device must show this code:",
      may: "It may",
      from: "It asks from",
      asked: "Asked",
      warning: "Approve only what you have started yourself, just now. It then acts as you for a year, or until you remove it.",
      approve: { submit: "Approve", busy: "Deciding…" },
      refuse: "Refuse",
    },
    approved: (name) => ({ sign: "done", heading: "Approved", text: `\u201c${name}\u201d is signed in in a moment. You can close this page.` }),
    refused: (name) => ({ sign: "close", heading: "Refused", text: `\u201c${name}\u201d is told so. Nothing was changed.` }),
    toAccount: "Show my devices",
  },

  account: {
    title: "Account",
    lead: "You are signed in as ",
    name: {
      title: "Name",
      text: "Readers of your links are told who shares them: \u201cShared by\u201d and this name. Without one they are told nothing.",
      choose: "Choose a name",
      change: "Change",
      label: "Name",
      hint: "Leave it empty to be shown nowhere.",
      chosen: "Your readers see this name now.",
      removed: "Your readers see no name now.",
      dialog: { title: "The name that your readers see", submit: "Save", busy: "Saving…" },
    },
    password: {
      title: "Password",
      text: "Changing it signs you out in all other browsers.",
      action: "Change password",
      current: "Current password",
      fresh: "New password",
      missing: "Type your password.",
      wrong: "That is not your password.",
      changed: "Password changed. Other browsers are signed out.",
      dialog: { title: "Change your password", submit: "Change password", busy: "Changing it…" },
    },
    sessions: {
      title: "Where you are signed in",
      text: "Each line is a browser. Sign out those that you don't need or recognise.",
      client: "Browser",
      unknown: "Unknown browser",
      lastUsed: "Last used",
      since: "Signed in",
      current: "This browser",
      now: "now",
      signOut: "Sign out",
      signOutOf: (client) => `Sign out: ${client}`,
      ended: (client) => `${client} is signed out.`,
      everywhere: "Sign out everywhere",
      hereToo: "In this browser, too",
      othersEnded: "All other browsers are signed out.",
      everywhereDone: "You are signed out everywhere.",
      confirm: {
        title: "Sign out everywhere?",
        text: "All other browsers have to sign in again. Tokens keep working.",
        action: "Sign out everywhere",
        busy: "Signing out…",
      },
    },
    invitations: {
      title: "Invitations",
      text: "A link with which the owner of one address creates an account here. This server sends no mail: you pass the link on.",
      add: "Invite someone",
      email: "Address",
      for: "For",
      conversations: (n) => count(n, "conversation", "conversations"),
      account: "An account",
      expires: "Expires",
      empty: "There are no open invitations.",
      actionsOf: (email) => `Actions for the invitation of ${email}`,
      again: "New link",
      revoke: "Revoke",
      revokeOf: (email) => `Revoke the invitation of ${email}?`,
      hasAccount: "There is already an account with this address: share with it by name.",
      link: "Link",
      hint: "It works once, for 7 days, and only for this address. Earlier links of this invitation no longer work.",
      made: (email) => `The invitation of ${email}`,
      done: "Done",
      dialog: { title: "Invite someone", submit: "Create link", busy: "Creating it…" },
      confirm: { text: "Its link stops working at once. You can invite the same address again.", action: "Revoke", busy: "Revoking…" },
    },
    tokens: {
      title: "Devices and scripts",
      text:
        "Devices that you signed in with neptun-share login, and tokens with which programs use the API as you. They can't change " +
        "your password, sessions, tokens or invitations.",
      add: "New token",
      name: "Name",
      nameHint: "What it is for, such as \u201cbackup\u201d.",
      missingName: "Give it a name.",
      scope: "It may",
      scopes: {
        read: { short: "Read", name: "Read", text: "Your conversations, and who may read them" },
        write: { short: "Read and write", name: "Read and write", text: "Import, share, change and delete as well" },
        publish: { short: "Publish", name: "Publish from OpenCode", text: "Its own /share: running sessions, and nothing else" },
      },
      expires: "Expires",
      lives: { 7: "in a week", 30: "in a month", 90: "in three months", 365: "in a year" },
      lastUsed: "Last used",
      never: "never",
      remove: "Remove",
      removeNamed: (name) => `Remove ${name}`,
      removeAsk: (name) => `Remove \u201c${name}\u201d?`,
      empty: "There are no tokens.",
      made: (name) => `Token \u201c${name}\u201d`,
      secret: "Secret",
      once: "Copy it now: it is shown only once.",
      use: "Send it in the header of each request:",
      example: (home) => `curl -H "Authorization: Bearer $TOKEN" ${home}/chats`,
      publish: "In OpenCode\u2019s settings, opencode.json:",
      settings: (origin, secret) => `"enterprise": { "url": "${origin}/t/${secret}" }`,
      done: "I have it",
      dialog: { title: "New token", submit: "Create token", busy: "Creating it…" },
      confirm: { text: "Programs that use it stop working at once.", action: "Remove", busy: "Removing…" },
    },
    harmless: {
      title: "Harmless findings",
      text: "What you marked as harmless while sharing: it stays in all your conversations, and you are not asked about it again.",
      masked: "Finding",
      kind: "Kind",
      marked: "Marked",
      remove: "Remove",
      removeNamed: (masked) => `Remove the mark of ${masked}`,
      removed: (masked) => `${masked} counts as a finding again.`,
      empty: "Nothing is marked as harmless.",
    },
    end: {
      title: "Delete the account",
      text: "Deletes your conversations, links and everything else of yours, at once and permanently.",
      action: "Delete the account",
      done: "Your account is deleted.",
      dialog: {
        title: "Delete the account?",
        text: (address) => `This deletes ${address} with all conversations and links. It can't be undone.`,
        submit: "Delete everything",
        busy: "Deleting…",
      },
    },
  },
};
