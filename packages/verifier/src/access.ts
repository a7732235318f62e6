import type { Networks } from './networks.ts'
import type { KeyEnding, Principal } from './verdict.ts'

/** A rate limit (`key`) or a quota that each use of a credential counts against. */
export type Budget = { number: number; name: 'key' | 'quota'; quota: number; windowSeconds: number }

/** What a gateway says of a valid credential (docs/verifier-protocol.md, "A verdict"). */
export type Access = {
  principal: Principal
  scopes: ReadonlySet<string> | null
  networks: Networks | null
  budgets: readonly Budget[]
  ending: KeyEnding | undefined
  /** It has a limit that this verifier does not know, and so cannot enforce. */
  unknownLimit: boolean
  /** The evictions that take it back; numbers of one connection. */
  tags: readonly string[]
  /** How long it may be used, counted from when it was asked for. 0: only for the request that asked. */
  freshMs: number
}
