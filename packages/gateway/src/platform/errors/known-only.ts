/**
 * For schemas of queries, and of bodies in which a member narrows what is done or says to whom: a misspelt one would
 * silently allow more (a key without the limit that was meant), so that what is not known is a 400. Elsewhere what is
 * unknown is ignored, as the contract's clients expect.
 */
export const KNOWN_ONLY = { additionalProperties: false } as const
