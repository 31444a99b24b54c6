// The texts of the readers' page, all in one place.

const count = (n, one, many) => `${n} ${n === 1 ? one : many}`;

export const strings = {
  product: "neptun-share",
  untitled: "Shared conversation",
  loading: "Fetching the conversation…",
  tryAgain: "Try again",
  trying: "Trying…",

  conversation: {
    loaded: (title, n) => `${title}, ${count(n, "message", "messages")}`,
    signOut: "Sign out",
    isNew: "New",
    lost: "The message this link points to is no longer in the conversation.",
  },

  files: {
    unnamed: { image: "Image", audio: "Recording", video: "Video", file: "file" },
    loading: (name, size) => `Fetching ${[name, size && `(${size})`].filter(Boolean).join(" ")}…`,
    load: (kind, size) => `Load ${kind}${size ? ` (${size})` : ""}`,
    loadKinds: { image: "image", audio: "audio", video: "video" },
    download: "Download",
    busy: "Loading…",
    gone: "It is no longer there.",
    refused: "Access to this conversation has changed. Press Refresh at the top of the page.",
    broken: "This browser can't show it.",
    wrong: (name, why) => `${name} could not be loaded. ${why}`,
  },

  refresh: {
    action: "Refresh",
    busy: "Refreshing…",
    added: (n) => count(n, "new message", "new messages"),
    changed: (n) => count(n, "message changed", "messages changed"),
    removed: (n) => count(n, "message removed", "messages removed"),
    same: "No new messages",
    show: "Show",
    dismiss: "Dismiss",
    failed: (why) => `Could not refresh. ${why}`,
  },

  live: "Live",
  news: {
    closed: "Access to this conversation has ended or changed. What you see stays until you refresh or leave the page.",
  },
  copying: {
    action: "Copy",
    code: "Copy code",
    message: "Copy message",
    messageLink: "Copy link",
    copied: "Copied",
    refused: "The browser blocked copying. The text is selected: copy it with the keyboard.",
    pressAgain: "The browser blocked copying. Press the button again.",
    linkIsInAddress: "The browser blocked copying. The link is in the address bar.",
    notFetched: (why) => `The message could not be copied. ${why}`,
  },

  outline: {
    action: "Contents",
    title: "Contents",
    list: "Prompts",
    next: "Next prompt",
    previous: "Previous prompt",
    noMore: "No further prompt",
    close: "Close",
    keys: [{ key: "Alt" }, " and ", { key: "↑" }, " or ", { key: "↓" }, " jump from prompt to prompt."],
    noWords: "(no words)",
  },

  find: {
    action: "Find",
    title: "Find in the conversation",
    keys: "Ctrl + Shift + F",
    field: "Find",
    previous: "Previous match",
    next: "Next match",
    close: "Close",
    count: (n, total) => `${n} of ${total}`,
    orMore: (n) => `${n.toLocaleString()} or more`,
    nothing: "Not found",
  },

  more: {
    action: "More",
    copyLink: "Copy link",
    copied: "Copied",
    linkCopied: "Link copied",
    linkIsInAddress: "The browser blocked copying. The link is in the address bar.",
    continue: "Copy the command to continue",
    continueCommand: (link) => `neptun-share continue ${link}`,
    commandCopied: "Command copied: in a terminal, it continues this conversation in a coding agent",
    commandRefused: (command) => `The browser blocked copying. The command is: ${command}`,
    print: "Print or save as PDF",
    // Beside what is seen.
    prints: { unfolded: "Everything unfolded", conversation: "Conversation only" },
    keys: "Keyboard shortcuts",
    download: "Download",
  },

  takeAlong: {
    markdown: "Copy as Markdown",
    prompt: "Copy as a prompt",
    asPrompt: (text) => `This is a conversation between a person and an AI model. Read it, and go on from where it ends.\n\n${text}`,
    copied: "Copied",
    refused: "The browser blocked copying. Download the file instead.",
    pressAgain: "The browser blocked copying. Press the button again.",
    failed: (why) => `The conversation could not be copied. ${why}`,
  },

  keys: {
    title: "Keyboard shortcuts",
    list: [
      [["j"], "Next prompt"],
      [["k"], "Previous prompt"],
      [["/"], "Find"],
      [["o"], "Contents"],
      [["?"], "This list"],
      [["Alt", "↓"], "Next prompt"],
      [["Alt", "↑"], "Previous prompt"],
      [["Ctrl", "Shift", "F"], "Find"],
    ],
    letters: "Use single keys",
  },

  theme: { title: "Theme", choices: { system: "System", light: "Light", dark: "Dark" } },

  downloads: {
    formats: { markdown: "Markdown", html: "HTML", json: "JSON", messages: "Messages JSON" },
    // The name that is read out has the word that is seen in it.
    name: (format) => `${format} file`,
    failed: (why) => `The download failed. ${why}`,
  },

  remoteImages: {
    from: (host) => `Image from ${host}`,
    why: "Showing it tells that server your address and that you are reading this.",
    show: "Show it",
    showAll: "Show all on this page",
  },

  password: {
    heading: "This conversation needs a password",
    intro: "Whoever gave you the link can tell you the password.",
    changed: "The password has changed since you opened this page. Whoever gave you the link can tell you the new one.",
    field: "Password",
    submit: "Open the conversation",
    busy: "Opening…",
    missing: "Enter the password.",
    wrong: "Wrong password. Check it and try again.",
  },

  signIn: {
    heading: "Sign in to read this conversation",
    intro: "It is shared only with invited people. Sign in with your account on this server.",
    introAgain: "Sign in with the account that was invited.",
    email: "E-mail address",
    password: "Password",
    submit: "Sign in",
    busy: "Signing in…",
    missingEmail: "Enter your e-mail address.",
    invalidEmail: "That is not an e-mail address.",
    missingPassword: "Enter your password.",
    wrong: "Invalid email or password",
    forgotten: {
      action: "Forgot your password?",
      text: "Ask whoever runs this server for a link with which you choose a new one.",
    },
    noCookie: "You signed in, but the browser did not keep the session. Allow cookies for this site and try again.",
  },

  // The name that is read out has to begin with the word that is seen: people who speak to their computer say that.
  reveal: { show: { word: "Show", name: "Show the password" }, hide: { word: "Hide", name: "Hide the password" } },

  forbidden: {
    heading: "You are not on the list",
    text: (email) => `You are signed in${email ? ` as ${email}` : ""}, but this conversation is shared with other people.`,
    hint: "Ask whoever gave you the link to invite you, or use another account.",
    other: "Sign in as someone else",
    mine: "What is shared with me",
    signOut: "Sign out",
  },

  view: {
    heading: (left) => (left === 1 ? "This conversation can be viewed once" : `This conversation can be viewed ${left} more times`),
    text: (left) =>
      `${left === 1 ? "After that the link stops working." : "Opening it uses one view."} ` +
      "You can then read it for an hour in this browser, so open it when you have the time.",
    open: "Open the conversation",
    busy: "Opening…",
  },

  missing: {
    heading: "There is no conversation here",
    text: "The link may be incomplete, paused or expired. Ask the person who shared it for a new one.",
  },

  failure: {
    offline: { heading: "You are offline", text: "Connect to the network and try again." },
    unreachable: { heading: "The server can't be reached", text: "Check your connection, or try again later." },
    tooMany: { heading: "Too many attempts", text: "This server asks you to slow down." },
    busy: { heading: "The server is busy", text: "It can't take more requests at the moment." },
    broken: { heading: "Something went wrong on the server", text: "This was not your fault. Try again later." },
    garbled: { heading: "The answer can't be read", text: "Something between you and the server may have changed it." },
    wait: (time) => `You can try again in ${time}.`,
    waitOver: "You can try again now.",
    seconds: (n) => count(n, "second", "seconds"),
    minutes: (n) => count(n, "minute", "minutes"),
  },
};
