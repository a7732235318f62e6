/** Where a key is meant to be used: with real data, or in a trial. Its text begins differently, and it never changes. */
export const environments = ['live', 'test'] as const

export type Environment = (typeof environments)[number]
