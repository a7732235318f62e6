/** How long each of the two links is valid. */
export const LINK_MS = 24 * 3_600_000
