/** How long each of the two links lives (behaviour.md §1.8). */
export const LINK_MS = 24 * 3_600_000
