/** One process that could honour what was evicted, and how it is known that it does not any more. */
export type HolderReport = {
  kind: 'gateway' | 'verifier' | 'edge'
  id: string
  /** For people; a gateway's is its id. */
  name: string
  /** The account that a verifier or edge speaks of; null for a gateway, which serves all. */
  account: string | null
  /** From when the gateway that waited for it began to wait, in ms. */
  took_ms: number
  /** It said so; what it remembered counted no longer; or it had said goodbye. */
  how: 'acknowledged' | 'lease_ended' | 'gone'
}

/** The verifiers and edges that are connected to this gateway, or were until a moment ago. */
export type LocalHolders = {
  /**
   * Tells every verifier that was told one of the tags. `done` is called once, when each has acknowledged, or can honour
   * nothing of it any more: synchronously if there is none. The tag EVERYTHING (invalidation.ts) stands for all of them.
   */
  evict(tags: readonly string[], done: (reports: HolderReport[]) => void): void
  /**
   * The longest allowance (max_stale_ms) of a verifier that is connected, or gone for less than its lease and allowance,
   * in ms: how long after its lease it may honour what it remembers. An allowance is granted only when it was announced
   * (`announce` in gateways.ts), and counts here from before that.
   */
  allowanceMs(): number
  /**
   * How long from now on any of them may honour something if nobody renews its lease, allowance included, in ms; 0 if
   * there is none.
   */
  leftMs(): number
}

/** A gateway without verifiers. */
export const noLocalHolders: LocalHolders = {
  evict: (_tags, done) => done([]),
  allowanceMs: () => 0,
  leftMs: () => 0,
}
