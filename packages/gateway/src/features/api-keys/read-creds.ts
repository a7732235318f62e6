import { reserveSlot } from '../../access/directory/key-slots.ts'
import type { Principal } from '../../access/principal.ts'
import { recheckInTransaction } from '../../access/recheck.ts'
import { type Origin, record } from '../../platform/audit/audit.ts'
import type { Database } from '../../platform/database/database.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import type { CredsLabels } from '../../transport/messaging/creds.ts'
import type { MemberKeys } from '../../transport/messaging/member-keys.ts'
import { createKeyPairInThread } from '../../transport/messaging/nkeys.ts'
import { mintCreds, renewCreds, type SeedOwner, type Signer } from './creds.ts'
import type { HashesOf } from './hashes-of.ts'
import { findSealedSeed, storeFirstSeed } from './store.ts'

/** Two requests at the same instant may both make the first creds of an imported key; the second then reads the first's. */
const MOST_TRIES = 3

export type ReadCreds = (
  principal: Principal,
  input: { key: string; labels: CredsLabels },
  origin: Origin,
) => Promise<string>

type Deps = { database: Database; memberKeys: MemberKeys; hashesOf: HashesOf; mostPerAccount: number }

/** Somebody else was faster. */
class Outdated extends Error {}

/**
 * getApiCreds: returns the creds of the caller's own live key. The seed can be opened only with the whole key, so the
 * caller has to send it. Another user's key answers like one that does not exist. A key has no creds if the message bus
 * cannot hold it to its limits.
 *
 * An imported key gets its NATS user now, since nobody had the whole key before. From then on it counts as a key that
 * the message bus may have to forget.
 */
export function createReadCreds({ database, memberKeys, hashesOf, mostPerAccount }: Deps): ReadCreds {
  return async (principal, input, origin) => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await read(principal, input, origin)
      } catch (error) {
        if (!(error instanceof Outdated) || tries === MOST_TRIES) throw error
      }
    }
  }

  async function read(
    principal: Principal,
    { key, labels }: { key: string; labels: CredsLabels },
    origin: Origin,
  ): Promise<string> {
    const { accountId, userId } = principal
    const stored = await findSealedSeed(database.read, principal, await hashesOf(accountId, key), Date.now())
    if (stored && stored.blockedAt !== null) throw new Refusal('creds_barred')
    const signer = stored && (await memberKeys.signerOf(accountId, userId))
    if (!stored || !signer) throw new Refusal('api_key_not_found')
    const owner = { keyId: stored.id, apiKey: key }
    const minted = stored.userPublicKey === '' ? await mintFirst(owner, signer, stored.expiresAt) : undefined
    const creds = await renewCreds(owner, { ...stored, ...minted }, signer, labels)
    await database.transaction(async (tx) => {
      const { account } = await recheckInTransaction(tx, principal, 'getApiCreds', 'self')
      if (minted) {
        if (!(await reserveSlot(tx, account, mostPerAccount))) throw new Refusal('too_many_keys')
        if (!(await storeFirstSeed(tx, accountId, stored.id, minted))) throw new Outdated('the key has creds already')
      }
      await record(tx, {
        action: 'api_key.creds_read',
        accountId,
        actor: principal,
        origin,
        target: { type: 'api_key', id: stored.id },
      })
    })
    return creds
  }
}

async function mintFirst(owner: SeedOwner, signer: Signer, expiresAt: number) {
  return mintCreds(owner, await createKeyPairInThread('user'), signer, expiresAt)
}
