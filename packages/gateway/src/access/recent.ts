/** How long a sign-in proves that the user is present. */
export const RECENT_MS = 10 * 60_000
