/**
 * A part of a rate limit or quota that a verifier asks for (docs/verifier-protocol.md). It counts as used when it is
 * given away, so that verifiers together never exceed what the gateways would let through.
 */
export type SliceWanted = {
  /** The least that is of use. */
  need: number
  /** As much as the verifier would like, `need` at least. */
  want: number
  /** Units that it returns, of the window that ends at `backTo`. */
  back: number
  backTo: number
  /** How many verifiers share the limit: each leaves something for the others. */
  sharers: number
}

export type Slice = {
  /** 0, or from `need` to `want`. */
  granted: number
  /** Milliseconds since the epoch. */
  windowEndsAt: number
  /** What is left for everybody afterwards. */
  remaining: number
}

/**
 * How many units to give away. What a verifier does not use is lost for the others, so it gets at most `largest`, and
 * less the less is left; but what it needs, as long as it is there.
 */
export function sizeOfSlice({ need, want, sharers }: SliceWanted, left: number, largest: number): number {
  const fair = Math.min(want, Math.floor(largest), Math.floor(left / (2 * Math.max(1, sharers))))
  const units = Math.max(need, fair)
  return units <= left ? units : 0
}
