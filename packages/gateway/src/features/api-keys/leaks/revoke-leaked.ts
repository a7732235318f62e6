import { isWellFormedApiKey } from '../../../access/api-key-format.ts'
import { recipientsOf } from '../../../access/recipients.ts'
import { type Origin, record } from '../../../platform/audit/audit.ts'
import { sha256 } from '../../../platform/crypto/hashing.ts'
import type { Database } from '../../../platform/database/database.ts'
import type { SendMail } from '../../../transport/mail/work.ts'
import type { ClaimsPush } from '../../../transport/messaging/claims-push.ts'
import type { RevokeKey } from '../revoke-key.ts'
import { listOwnSuccessors } from '../rotation-store.ts'
import { findKeysByHash, type KeyByHash } from './leaked-store.ts'

const BATCH = 100
const LONGEST_URL = 500

/** A key that was found in public, and where; `url` and `source` may be empty. */
export type Leak = { key: string; url: string; source: string }

/**
 * Revokes the leaked keys that are live, and the successors that they made by rotating themselves; records each, and
 * mails its owner. Resolves with the keys that are or were keys of this gateway. A key that was reported before is
 * recognised, and nothing else happens.
 */
export type RevokeLeaked = (leaks: readonly Leak[], origin: Origin) => Promise<ReadonlySet<string>>

type Deps = { database: Database; claims: ClaimsPush; revokeKey: RevokeKey; sendMail: SendMail }

export function createRevokeLeaked({ database, claims, revokeKey, sendMail }: Deps): RevokeLeaked {
  return async (leaks, origin) => {
    const byHash = new Map(leaks.filter(({ key }) => isWellFormedApiKey(key)).map((leak) => [sha256(leak.key), leak]))
    const hashes = [...byHash.keys()]
    const ours = new Set<string>()
    for (let start = 0; start < hashes.length; start += BATCH) {
      for (const key of await findKeysByHash(database.read, hashes.slice(start, start + BATCH))) {
        const leak = byHash.get(key.keyHash)
        if (!leak) continue
        ours.add(leak.key)
        if (key.deletedAt === null || (await hasOwnSuccessors(key))) await revoke(key, leak, origin)
      }
    }
    return ours
  }

  /** A thief who finds a key may rotate it with itself, so that the key is already replaced when it is reported. */
  async function hasOwnSuccessors({ accountId, id }: KeyByHash): Promise<boolean> {
    return (await listOwnSuccessors(database.read, accountId, id)).length > 0
  }

  async function revoke(key: KeyByHash, leak: Leak, origin: Origin): Promise<void> {
    const { id, accountId, userId, name, lastFour, account, email, serviceAccountOf } = key
    const url = withoutKeys(leak.url).slice(0, LONGEST_URL)
    const isServiceAccount = serviceAccountOf !== null
    const actor = { kind: 'anonymous' as const }
    await database.transaction(async (tx) => {
      const locked = await claims.changed(tx, accountId)
      const by = { actor, origin, reason: 'leaked', withOwnSuccessors: true }
      const revoked = await revokeKey(tx, locked, { ...key, isServiceAccount }, by)
      if (revoked.length === 0) return
      await record(tx, {
        action: 'api_key.leaked',
        accountId,
        actor,
        origin,
        target: { type: 'api_key', id },
        details: { name, owner: userId, reported_by: 'github', url, source: leak.source },
      })
      const mail = { account, ofAccount: isServiceAccount, name, lastFour, url, deletedAt: Date.now() }
      for (const to of await recipientsOf(tx, { accountId, email, isServiceAccount }))
        await sendMail(tx, { template: 'api-key-leaked', to, ...mail })
    })
  }
}

/** The address may contain this key or another one, in capitals too: what is left of it must not give it away. */
function withoutKeys(text: string): string {
  return text.replace(/(mst?-)[0-9a-f]{4,}/gi, '$1…')
}
