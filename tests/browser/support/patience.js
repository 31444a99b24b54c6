// How long a test waits for something before it fails: far longer than it takes, on the slowest machine, too.

export const PATIENCE_MS = 120_000;
