/**
 * For schemas of queries, and of bodies with members that narrow what is done or say to whom: a misspelt member would
 * silently allow more (a key without the limit that was meant), so an unknown one is refused with 400. Elsewhere
 * unknown members are ignored, as the contract's clients expect.
 */
export const KNOWN_ONLY = { additionalProperties: false } as const
