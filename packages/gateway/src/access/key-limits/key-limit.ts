import type { Static, TSchema } from 'typebox'
import type { ApiKeysTable } from '../../platform/database/schema/api-keys.ts'

/** The columns of `api_keys` that hold a limit, by the names that they have in a row; all are null for no limit. */
export type Columns = Readonly<Record<string, keyof ApiKeysTable>>

/** What the columns hold. */
export type Stored<Of extends Columns> = { [Name in keyof Of]: ApiKeysTable[Of[Name]] }

/** Whose uses are counted; `rateKey` is the first of the keys that this one succeeds: their uses count together. */
export type CountedKey = { id: string; rateKey: string | null }

/** How introspection shows a limit; null is no limit. */
export interface Introspected<Schema extends TSchema, InForce> {
  readonly schema: Schema
  readonly description: string
  show(inForce: InForce): Static<Schema> | null
}

/**
 * One kind of limit on keys, with all that the gateway has to know about it. Requests and answers, the store, rotation,
 * the audit log, introspection and the message bus work from the list of these objects (key-limits.ts) and name no
 * limit. Only the check of each request names its limit, so that it stays a plain comparison.
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
  /** What a request may set; where a key is changed, also null, which takes the limit away. */
  readonly setting: Setting
  /** What lists show of a key's own limit; or null, which means what `shownNull` says. */
  readonly shown: Shown
  readonly shownNull: string
  /** Throws `invalid_request` for what the schema cannot express. */
  store(setting: Static<Setting>): Stored<Of>
  show(stored: Stored<Of>): Static<Shown> | null
  /**
   * What a request is held to, from the rows of the key's ancestry, its own first: a key that is narrowed narrows the
   * keys that it issued. Done once, when an access is cached.
   */
  combine(ancestry: readonly (Stored<Of> & CountedKey)[]): InForce
  /** Whether a key that is held to `own` would give another key more than it has itself. */
  isBeyond(asked: Stored<Of>, own: InForce): boolean
  /** Whether a key that changes itself would get more than it has, where `isBeyond` does not say so. */
  isBeyondItself(asked: Stored<Of>, before: Stored<Of>): boolean
  /** Whether the message bus could not hold a key to it: then the key may not have creds. */
  blocksBus(stored: Stored<Of>): boolean
  /** Null for what introspection shows in a member that is there without limits too. */
  readonly introspected: InIntrospection
}

/** A limit without its types, as whoever goes through the list of all sees it. */
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

/** A column's list: separated by spaces, and empty for the empty text. */
export function listOf(text: string): string[] {
  return text === '' ? [] : text.split(' ')
}

/** The texts that differ: keys of one ancestry mostly have the same limits, or none. */
export function distinct(texts: readonly (string | null)[]): string[] {
  return [...new Set(texts)].filter((text) => text !== null)
}
