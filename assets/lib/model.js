// The model of a conversation, as lists name it.

/** Nothing for the word that stands in its place if it is unknown (src/domain/chat.rs). */
export const knownModel = (model) => (model === "unknown" ? "" : model);
