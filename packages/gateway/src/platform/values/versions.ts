import { sha256 } from '../crypto/hashing.ts'
import { Refusal } from '../errors/refusal.ts'

/** 96 bits: enough to tell two states of one thing apart; it protects nothing, and whoever gets it sees the state. */
const VERSION_LENGTH = 16

/** A text that differs where the state does. Only JSON values. */
export function versionOf(...state: readonly unknown[]): string {
  return sha256(JSON.stringify(state)).slice(0, VERSION_LENGTH)
}

/** The versions of which one has to be the current one; `any` and undefined allow every version. */
export type ExpectedVersion = readonly string[] | 'any' | undefined

/**
 * Throws if what is about to change is not what the client has seen. Has to be asked once the row is locked; `current`
 * are the versions under which the client may have seen it.
 */
export function checkVersion(expected: ExpectedVersion, ...current: readonly string[]): void {
  if (expected === undefined || expected === 'any') return
  if (!current.some((version) => expected.includes(version))) throw new Refusal('changed_meanwhile')
}
