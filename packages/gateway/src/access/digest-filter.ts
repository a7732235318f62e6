/** Bits for each digest, and positions that are set: fewer than one in a thousand others are taken for a known one. */
const BITS_EACH = 16
const POSITIONS = 6
const FEWEST = 4096

/**
 * A Bloom filter of digests (B. Bloom, 1970): it knows what is certainly not among them, in four to eight bytes for each.
 * Digests are evenly distributed already, so their own bytes are the positions. Nothing can be removed.
 */
export function createDigestFilter(expected: number) {
  const bits = 2 ** Math.ceil(Math.log2(Math.max(expected, FEWEST) * BITS_EACH))
  const words = new Uint32Array(bits / 32)
  const mask = bits - 1
  let added = 0

  function positions(digest: string): number[] {
    const bytes = Buffer.from(digest, 'base64url')
    return Array.from({ length: POSITIONS }, (_, index) => bytes.readUInt32LE(index * 4) & mask)
  }

  return {
    add(digest: string): void {
      for (const at of positions(digest)) words[at >>> 5] = (words[at >>> 5] ?? 0) | (1 << (at & 31))
      added += 1
    },
    mayHave: (digest: string): boolean =>
      positions(digest).every((at) => ((words[at >>> 5] ?? 0) & (1 << (at & 31))) !== 0),
    /** Whether more were added than it was made for, so that it lets too much pass. */
    isFull: (): boolean => added * BITS_EACH > bits,
    /** How many were added. */
    size: (): number => added,
  }
}
