import type { RaisedClaims } from '../../access/directory/account-claims.ts'
import { setAccountKey } from '../../access/directory/account-claims.ts'
import { setMemberKey } from '../../access/directory/memberships.ts'
import type { Sealer } from '../../platform/crypto/sealing.ts'
import type { Database, Tx } from '../../platform/database/database.ts'
import type { LockedAccount } from '../../platform/database/locks.ts'
import { sealedColumns } from '../../platform/secrets/sealed-columns.ts'
import type { Role } from '../../platform/values/roles.ts'
import type { ClaimsPush } from './claims-push.ts'
import { createKeyPair, type KeyPair, keyPairFromSeed } from './nkeys.ts'
import { readAccountKey, readMemberKey } from './store.ts'

/** Roles that may issue API keys, and so need a signing key on the message bus. */
const ROLES_WITH_KEYS: readonly Role[] = ['root', 'admin', 'developer']

/** The most parsed keys in the cache: opening and parsing a key costs as much as signing with it. */
const KEPT_KEYS = 1000

/** The key that signs a member's creds, and the version of the account's claims from which the creds work. */
export type CredsSigner = { signingKey: KeyPair; accountPublicKey: string; sinceVersion: number }

/** A signer that is made before its member, so that creds can be signed before the transaction that adds both. */
export type NewSigner = Omit<CredsSigner, 'sinceVersion'> & {
  /** Gives the member the signing key; returns the version of the claims from which their creds work. */
  store(tx: Tx): Promise<number>
}

export type MemberKeys = {
  /** Gives an account its identity on the message bus, when it is activated. */
  activateAccount(tx: Tx, account: LockedAccount): Promise<void>
  /**
   * Tells the message bus about an active member, or about their new role. Gives them a scoped signing key, if they
   * have none and the role may have API keys.
   */
  activateMember(tx: Tx, accountId: string, member: { userId: string; role: Role }): Promise<void>
  /** The signer of a member whom the caller is about to add, whatever their role; undefined before the activation. */
  newSigner(accountId: string, userId: string): Promise<NewSigner | undefined>
  /** The member's signer, or undefined for a member who never had one. */
  signerOf(accountId: string, userId: string): Promise<CredsSigner | undefined>
}

/** One scoped signing key per member: the rights of the member on the bus are in the key's template, never in creds. */
export function createMemberKeys(database: Database, sealer: Sealer, claims: Pick<ClaimsPush, 'changed'>): MemberKeys {
  const kept = new Map<string, KeyPair>()

  function parse(publicKey: string, seedSealed: string, context: string): KeyPair {
    // The name includes the row (`context`). Otherwise a sealed key that was copied to another member's row would be
    // found in the cache, although it cannot be opened there.
    const name = `${context} ${publicKey}`
    const known = kept.get(name)
    if (known) return known
    const pair = keyPairFromSeed(sealer.open(seedSealed, context), 'account')
    const oldest = kept.keys().next().value
    if (kept.size >= KEPT_KEYS && oldest !== undefined) kept.delete(oldest)
    kept.set(name, pair)
    return pair
  }

  async function store(tx: Tx, raised: RaisedClaims, userId: string, { publicKey, seed }: KeyPair) {
    const seedSealed = sealer.seal(seed, memberContext(raised.accountId, userId))
    await setMemberKey(tx, raised, userId, { publicKey, seedSealed, version: raised.version })
  }

  return {
    async activateAccount(tx, account) {
      const { accountId } = account
      const { publicKey, seed } = createKeyPair('account')
      await setAccountKey(tx, account, {
        publicKey,
        seedSealed: sealer.seal(seed, sealedColumns.accountSeed.context(accountId)),
      })
      await claims.changed(tx, accountId)
    },
    async activateMember(tx, accountId, { userId, role }) {
      const raised = await claims.changed(tx, accountId)
      if (!ROLES_WITH_KEYS.includes(role)) return
      await store(tx, raised, userId, createKeyPair('account'))
    },
    async newSigner(accountId, userId) {
      const accountPublicKey = await readAccountKey(database.read, accountId)
      if (accountPublicKey === undefined) return undefined
      const signingKey = createKeyPair('account')
      return {
        signingKey,
        accountPublicKey,
        async store(tx) {
          const raised = await claims.changed(tx, accountId)
          await store(tx, raised, userId, signingKey)
          return raised.version
        },
      }
    },
    async signerOf(accountId, userId) {
      const stored = await readMemberKey(database.read, accountId, userId)
      if (!stored) return undefined
      const signingKey = parse(stored.publicKey, stored.seedSealed, memberContext(accountId, userId))
      return { signingKey, accountPublicKey: stored.accountPublicKey, sinceVersion: stored.version }
    },
  }
}

const memberContext = sealedColumns.memberSigningSeed.context
