// Every word that the scripts show to people, in one place.

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
    lost: "The message that this link leads to is not in the conversation any more.",
  },

  files: {
    unnamed: { image: "Image", audio: "Recording", video: "Video", file: "file" },
    loading: (name, size) => `Fetching ${[name, size && `(${size})`].filter(Boolean).join(" ")}…`,
    load: (kind, size) => `Load ${kind}${size ? ` (${size})` : ""}`,
    loadKinds: { image: "image", audio: "audio", video: "video" },
    download: "Download",
    busy: "Loading…",
    gone: "It is not there any more.",
    refused: "Who may read this has changed. Press Refresh at the top of the page.",
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

  news: {
    changed: "There is something new in this conversation",
    closed: "The conversation is not shared with you any more. What you see stays until you leave the page.",
  },
  copying: {
    action: "Copy",
    code: "Copy code",
    message: "Copy message",
    messageLink: "Copy link",
    copied: "Copied",
    refused: "The browser did not let this page copy. It is selected now: copy it with the keyboard.",
    pressAgain: "The browser did not let this page copy so late. Press once more.",
    linkIsInAddress: "The browser did not let this page copy. The link stands in the address bar now.",
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
    keys: [{ key: "Alt" }, " and ", { key: "↑" }, " or ", { key: "↓" }, " lead from prompt to prompt."],
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
    linkIsInAddress: "The browser did not let this page copy. The link stands in the address bar.",
    print: "Print or save as PDF",
    download: "Download",
  },

  theme: { title: "Theme", choices: { system: "System", light: "Light", dark: "Dark" } },

  downloads: {
    formats: { markdown: "Markdown", json: "JSON", html: "HTML" },
    // The name that is read out has the word that is seen in it.
    name: (format) => `${format} file`,
    failed: (why) => `The download failed. ${why}`,
  },

  remoteImages: {
    from: (host) => `Image from ${host}`,
    why: "To show it tells that server your address, and that you read this.",
    show: "Show it",
    showAll: "Show all on this page",
  },

  password: {
    heading: "This conversation needs a password",
    intro: "Whoever gave you the link can tell you the password.",
    changed: "The password was changed since you opened this page. Whoever gave you the link can tell you the new one.",
    field: "Password",
    submit: "Open the conversation",
    busy: "Opening…",
    missing: "Type the password.",
    wrong: "That is not the password. Check it and try again.",
  },

  signIn: {
    heading: "Sign in to read this conversation",
    intro: "It is shared with invited people only. Sign in with the account that you have on this server.",
    introAgain: "Sign in with the account that was invited.",
    email: "E-mail address",
    password: "Password",
    submit: "Sign in",
    busy: "Signing in…",
    missingEmail: "Type your e-mail address.",
    invalidEmail: "That is not an e-mail address.",
    missingPassword: "Type your password.",
    wrong: "Invalid email or password",
    noCookie: "You signed in, but the browser did not keep the session. Allow cookies for this site and try again.",
  },

  // The name that is read out has to begin with the word that is seen: people who speak to their computer say that.
  reveal: { show: { word: "Show", name: "Show the password" }, hide: { word: "Hide", name: "Hide the password" } },

  forbidden: {
    heading: "You are not on the list",
    text: (email) => `You are signed in${email ? ` as ${email}` : ""}, but this conversation is shared with other people.`,
    hint: "Ask whoever gave you the link to invite you, or use another account.",
    other: "Sign in as somebody else",
    signOut: "Sign out",
  },

  view: {
    heading: (left) => (left === 1 ? "This conversation can be opened once" : `This conversation can be opened ${left} more times`),
    text: (left) =>
      `${left === 1 ? "After that the link is gone." : "Opening it takes one of them."} You can read it for an hour then, in this browser. Open it when you have the time.`,
    open: "Open the conversation",
    busy: "Opening …",
  },

  missing: {
    heading: "There is no conversation here",
    text: "The link may be incomplete, or the person who shared the conversation has switched it off. Ask them for a new link.",
  },

  failure: {
    offline: { heading: "You are offline", text: "Connect to the network and try again." },
    unreachable: { heading: "The server can't be reached", text: "Check your connection, or try again in a while." },
    tooMany: { heading: "Too many attempts", text: "This server asks you to slow down." },
    busy: { heading: "The server is busy", text: "It has more to do than it can at the moment." },
    broken: { heading: "Something went wrong on the server", text: "It was not your doing. Try again in a while." },
    garbled: { heading: "The answer makes no sense", text: "Something between you and the server may have changed it." },
    wait: (time) => `You can try again in ${time}.`,
    waitOver: "You can try again now.",
    seconds: (n) => count(n, "second", "seconds"),
    minutes: (n) => count(n, "minute", "minutes"),
  },
};
