import { mayBeImported, OWN_START, SHORTEST_KEY } from '../../../access/imported-keys/names.ts'
import type { KeyDescription } from '../../../access/key-description.ts'
import { type LimitColumns, NO_LIMITS } from '../../../access/key-limits/key-limits.ts'
import type { Principal } from '../../../access/principal.ts'
import { invalid } from '../../../platform/errors/refusal.ts'
import type { Environment } from '../../../platform/values/environments.ts'
import { environmentFor } from '../below-issuer.ts'
import { type DescriptionChanges, NO_DESCRIPTION, toDescription } from '../describe-key.ts'
import { parseName } from '../issue.ts'
import { applyChanges, type LimitChanges, refuseBeyond } from '../limits.ts'
import { toWholeSecond } from '../mint.ts'
import { readDigest } from './read-digest.ts'

const DAY_MS = 86_400_000
/** As long as any key may live; many services issue keys that never expire. */
const LONGEST_LIFE_DAYS = 365
/** A character that nobody sees has at most six bits; with fewer characters, somebody could try them all. */
const FEWEST_HIDDEN = 14
/** What may be shown: printable ASCII without spaces, as in a header. */
const VISIBLE = /^[\x21-\x7e]*$/

/** A key to import, as the request has it. */
export type ImportRow = LimitChanges &
  DescriptionChanges & {
    hash: string
    key_name: string
    start?: string | undefined
    last_4_characters?: string | undefined
    length?: number | undefined
    expiry_days?: number | undefined
    expires_on?: string | undefined
    disabled?: boolean | undefined
    environment?: Environment | undefined
  }

/** The same as columns. */
export type RowToImport = LimitColumns &
  KeyDescription & {
    digest: string
    /** The limits as the request has them, to be compared with the caller's once more. */
    asked: LimitChanges
    name: string
    start: string
    lastFour: string
    expiresAt: number
    disabled: boolean
  }

/**
 * Reads one key to import; throws the refusal of this row, with paths as if the row were the body. `latest` is when the
 * key must have expired, and `digestOf` how keys are hashed.
 */
export function readRow(
  row: ImportRow,
  principal: Principal,
  { now, latest, digestOf }: { now: number; latest: number; digestOf: (key: string) => string },
): RowToImport {
  const { hash, key_name: name, metadata, tags, environment, disabled = false, ...rest } = row
  const { start = '', last_4_characters: lastFour = '', length, expiry_days, expires_on, ...limits } = rest
  const digest = readDigest(hash)
  if (digest === undefined)
    throw invalid('/body/hash', 'must be SHA-256 or HMAC-SHA-256 of a key, in hex, base64 or base64url')
  refuseVisible({ start, lastFour, length })
  refuseWhole(digest, digestOf, [start, start + lastFour, lastFour])
  // Without scopes it may do nothing at the gateway: the customers of a service must not act as its administrator.
  const asked = { ...limits, scopes: limits.scopes ?? [] }
  const columns = applyChanges(NO_LIMITS, asked)
  refuseBeyond(principal.limits, asked, columns)
  return {
    digest,
    asked,
    name: parseName(name),
    start,
    lastFour,
    disabled,
    expiresAt: expiryOf({ expiry_days, expires_on }, now, latest),
    ...columns,
    ...NO_DESCRIPTION,
    ...toDescription({ metadata, tags }),
    environment: environmentFor(principal, environment),
  }
}

function refuseVisible({ start, lastFour, length }: { start: string; lastFour: string; length: number | undefined }) {
  if (OWN_START.test(start)) throw invalid('/body/start', 'must not be that of a key of this gateway (ms-, mst-)')
  if (!VISIBLE.test(start)) throw invalid('/body/start', 'must have printable ASCII characters and no spaces')
  if (!VISIBLE.test(lastFour)) throw invalid('/body/last_4_characters', 'must have printable ASCII characters')
  if (length === undefined) return
  if (!mayBeImported('x'.repeat(length)))
    throw invalid('/body/length', `must be ${SHORTEST_KEY} to 512: a shorter key can be guessed`)
  if (length - start.length - lastFour.length < FEWEST_HIDDEN)
    throw invalid(
      '/body/length',
      `must leave ${FEWEST_HIDDEN} characters that are not shown: the rest could be guessed`,
    )
}

/** What is shown may be the whole key by mistake, and then anybody who sees a list of keys could use it. */
function refuseWhole(digest: string, digestOf: (key: string) => string, shown: readonly string[]): void {
  if (shown.some((text) => text.length >= SHORTEST_KEY && digestOf(text) === digest))
    throw invalid('/body/start', 'must not be the whole key: everybody who sees the list of keys could use it')
}

/** Cut to what is allowed, since the key was issued long ago; the answer says what became of it. */
function expiryOf(
  { expiry_days: days, expires_on: on }: Pick<ImportRow, 'expiry_days' | 'expires_on'>,
  now: number,
  latest: number,
): number {
  if (days !== undefined && on !== undefined)
    throw invalid('/body/expires_on', 'must not be sent together with expiry_days')
  const asked = on === undefined ? now + (days ?? LONGEST_LIFE_DAYS) * DAY_MS : Date.parse(on)
  if (!(asked > now)) throw invalid('/body/expires_on', 'must be in the future: the key has expired')
  return toWholeSecond(Math.min(asked, now + LONGEST_LIFE_DAYS * DAY_MS, latest))
}
