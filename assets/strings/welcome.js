// The texts of the start page, the set-up link, an invitation, and a new password. Part of owner.js.

const count = (n, one, many) => `${n.toLocaleString()} ${n === 1 ? one : many}`;

export const welcome = {
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
        ? ` shares ${count(n, "conversation", "conversations")} with you. Choose a password to read ${n === 1 ? "it" : "them"} and to share your own.`
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
    intro: "You sign in with it from now on. Setting it signs you out everywhere else.",
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
};
