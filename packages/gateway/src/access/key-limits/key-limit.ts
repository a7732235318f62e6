import type { Static, TSchema } from 'typebox'
import type { ApiKeysTable } from '../../platform/database/schema/api-keys.ts'

/** The columns of `api_keys` that store a limit, by their names in a row; all are null for no limit. */
export type Columns = Readonly<Record<string, keyof ApiKeysTable>>

/** The values of the columns. */
export type Stored<Of extends Columns> = { [Name in keyof Of]: ApiKeysTable[Of[Name]] }

/** The key whose uses are counted; `rateKey` is the first of the keys that it succeeds: their uses count together. */
export type CountedKey = { id: string; rateKey: string | null }

/** How introspection shows a limit; null is no limit. */
export interface Introspected<Schema extends TSchema, InForce> {
  readonly schema: Schema
  readonly description: string
  show(inForce: InForce): Static<Schema> | null
}

/**
 * One kind of limit on keys, with everything that the gateway has to know about it. Requests and answers, the store,
 * rotation, the audit log, introspection and the message bus work from the list of these objects (key-limits.ts) and
 * name no limit. Only the check of each request names its limit, so that it stays a plain comparison.
 */
export interface KeyLimit<
  Member extends string,
  Of extends Columns,
  Setting extends TSchema,
  Shown extends TSchema,
  InForce,
  InIntrospection extends Introspected<TSchema, InForce> | null,
> {
  /** Its name in the bodies of requests and answers. */
  readonly member: Member
  /** Its columns. A successor gets them from its predecessor; the audit log shows them, separated by slashes. */
  readonly columns: Of
  /** What a request may set; when a key is changed, also null, which removes the limit. */
  readonly setting: Setting
  /** What lists show as a key's own limit; or null, which means what `shownNull` says. */
  readonly shown: Shown
  readonly shownNull: string
  /** Throws `invalid_request` for what the schema cannot express. */
  store(setting: Static<Setting>): Stored<Of>
  show(stored: Stored<Of>): Static<Shown> | null
  /**
   * The limit that applies to requests, from the rows of the key's ancestry, its own first: narrowing a key narrows the
   * keys that it issued. Computed once, when an access is cached.
   */
  combine(ancestry: readonly (Stored<Of> & CountedKey)[]): InForce
  /** Whether a key with the limit `own` would give another key more than it has itself. */
  isBeyond(asked: Stored<Of>, own: InForce): boolean
  /** Whether a key that changes itself would get more than it has, in cases that `isBeyond` does not cover. */
  isBeyondItself(asked: Stored<Of>, before: Stored<Of>): boolean
  /** Whether the message bus cannot enforce the limit: then the key may not have creds. */
  blocksBus(stored: Stored<Of>): boolean
  /** Null if introspection shows the limit in a member that exists without limits too. */
  readonly introspected: InIntrospection
}

/** A limit without its types, as code that goes through the list of all limits sees it. */
export type AnyLimit = KeyLimit<string, Columns, TSchema, TSchema, unknown, Introspected<TSchema, unknown> | null>

/** Infers the types of a limit. */
export function defineLimit<
  const Member extends string,
  const Of extends Columns,
  Setting extends TSchema,
  Shown extends TSchema,
  InForce,
  InIntrospection extends Introspected<TSchema, InForce> | null,
>(
  limit: KeyLimit<Member, Of, Setting, Shown, InForce, InIntrospection>,
): KeyLimit<Member, Of, Setting, Shown, InForce, InIntrospection> {
  return limit
}

/** The list in a column: separated by spaces, and empty for the empty text. */
export function listOf(text: string): string[] {
  return text === '' ? [] : text.split(' ')
}

/** The different texts: keys of one ancestry mostly have the same limits, or none. */
export function distinct(texts: readonly (string | null)[]): string[] {
  return [...new Set(texts)].filter((text) => text !== null)
}
