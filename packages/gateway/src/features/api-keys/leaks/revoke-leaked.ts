import { isWellFormedApiKey } from '../../../access/api-key-format.ts'
import { recipientsOf } from '../../../access/recipients.ts'
import { type Origin, record } from '../../../platform/audit/audit.ts'
import { sha256 } from '../../../platform/crypto/hashing.ts'
import type { Database } from '../../../platform/database/database.ts'
import type { SendMail } from '../../../transport/mail/work.ts'
import type { ClaimsPush } from '../../../transport/messaging/claims-push.ts'
import type { RemoveKeys } from '../revoke-key.ts'
import { listHeirs } from '../rotation-store.ts'
import { findKeysByHash, type KeyByHash } from './leaked-store.ts'

const BATCH = 100
const LONGEST_URL = 500

/** A key that somebody found in public, and where; both texts may be empty. */
export type Leak = { key: string; url: string; source: string }

/**
 * Deletes the leaked keys that are alive, and what they turned themselves into, records each, and mails its owner;
 * resolves with those that are or were ours.
 * A key that was reported before is only recognised.
 */
export type EndLeaked = (leaks: readonly Leak[], origin: Origin) => Promise<ReadonlySet<string>>

type Deps = { database: Database; claims: ClaimsPush; removeKeys: RemoveKeys; sendMail: SendMail }

export function createEndLeaked({ database, claims, removeKeys, sendMail }: Deps): EndLeaked {
  return async (leaks, origin) => {
    const byHash = new Map(leaks.filter(({ key }) => isWellFormedApiKey(key)).map((leak) => [sha256(leak.key), leak]))
    const hashes = [...byHash.keys()]
    const ours = new Set<string>()
    for (let start = 0; start < hashes.length; start += BATCH) {
      for (const key of await findKeysByHash(database.read, hashes.slice(start, start + BATCH))) {
        const leak = byHash.get(key.keyHash)
        if (!leak) continue
        ours.add(leak.key)
        if (key.deletedAt === null || (await hasHeirs(key))) await end(key, leak, origin)
      }
    }
    return ours
  }

  /** Whoever finds a key first may rotate it with itself, and so delete it, before anybody reports it. */
  async function hasHeirs({ accountId, id }: KeyByHash): Promise<boolean> {
    return (await listHeirs(database.read, accountId, id)).length > 0
  }

  async function end(key: KeyByHash, leak: Leak, origin: Origin): Promise<void> {
    const { id, accountId, userId, name, lastFour, account, email, serviceAccountOf } = key
    const url = withoutKeys(leak.url).slice(0, LONGEST_URL)
    const isServiceAccount = serviceAccountOf !== null
    const actor = { kind: 'anonymous' as const }
    await database.transaction(async (tx) => {
      await claims.changed(tx, accountId)
      const by = { actor, origin, reason: 'leaked', withHeirs: true }
      const gone = await removeKeys(tx, { ...key, isServiceAccount }, by)
      if (gone.length === 0) return
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

/** The address itself may hold the key, or another one. */
function withoutKeys(text: string): string {
  return text.replace(/ms-[0-9a-f]{4,}/g, 'ms-…')
}
