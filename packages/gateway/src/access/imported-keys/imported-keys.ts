import { timingSafeEqual } from 'node:crypto'
import { newId } from '../../platform/crypto/random.ts'
import type { Sealer } from '../../platform/crypto/sealing.ts'
import type { Database, Tx } from '../../platform/database/database.ts'
import type { LockedAccount } from '../../platform/database/locks.ts'
import type { Log } from '../../platform/log.ts'
import { sealedColumns } from '../../platform/secrets/sealed-columns.ts'
import { GATEWAYS_CHANNEL } from '../invalidation.ts'
import { createKnownDigests } from '../known-digests.ts'
import { digestsOf, type ImportSecret, mayBeImported, storedName } from './names.ts'
import {
  addSecret,
  countDigests,
  findFirstImport,
  findNames,
  listFirstSecrets,
  listSecretsOf,
  pageOfDigests,
  type SealedImportSecret,
  type Stored,
} from './store.ts'

/** How many secrets of other accounts a key is tried with if the request names no account: about 0.2 ms for all. */
const MOST_TRIED = 64
/** How many secrets a gateway keeps in memory. As long as there are no more, none is read for a look-up. */
const MOST_REMEMBERED = 1000
/** How many secrets an account may have: each is tried with a key that the account is asked for. */
export const MOST_SECRETS = 10
/** A notification takes 8000 bytes, and each of these 44. */
const DIGESTS_PER_NOTIFICATION = 150
/** What gateways tell each other of imports, beside evictions: the digests, or that a secret was added. */
const IMPORTED = 'imported '
const SECRET_ADDED = 'import-secret'

export type ImportedKeys = ReturnType<typeof createImportedKeys>

type Remembered = {
  first: ImportSecret[]
  byAccount: Map<string, ImportSecret[]>
  /** Whether these are the secrets of all accounts. */
  isAll: boolean
}

/** Finds keys that were issued elsewhere and imported here (docs/decisions/0043). */
export function createImportedKeys(database: Database, sealer: Sealer, log: Log) {
  const known = createKnownDigests(
    {
      count: () => countDigests(database.read),
      page: (after, limit) => pageOfDigests(database.read, after, limit),
      digestOf: (digest) => digest,
      ifUnread: 'could not read which keys were imported; every unknown key is looked up',
    },
    log,
  )
  let remembered: Promise<Remembered> | undefined

  const open = ({ id, accountId, secretSealed }: SealedImportSecret): ImportSecret => {
    const text = sealer.open(secretSealed, sealedColumns.importSecret.context(id))
    return { id, accountId, secret: Buffer.from(text, 'base64url') }
  }

  async function read(): Promise<Remembered> {
    const secrets = (await listFirstSecrets(database.read, MOST_REMEMBERED + 1)).map(open)
    return {
      first: secrets.slice(0, MOST_TRIED),
      byAccount: Map.groupBy(secrets, ({ accountId }) => accountId),
      isAll: secrets.length <= MOST_REMEMBERED,
    }
  }

  /** From memory as long as changes certainly arrive; undefined while they may not. */
  function fromMemory(): Promise<Remembered> | undefined {
    if (!known.isTrusted()) return undefined
    if (remembered) return remembered
    const reading = read().catch((error: unknown) => {
      if (remembered === reading) remembered = undefined
      throw error
    })
    remembered = reading
    return reading
  }

  /** The secrets that are tried without an account. */
  async function firstSecrets(): Promise<ImportSecret[]> {
    const memory = await fromMemory()
    return memory ? memory.first : (await listFirstSecrets(database.read, MOST_TRIED)).map(open)
  }

  async function secretsOf(accountId: string): Promise<ImportSecret[]> {
    const memory = await fromMemory()
    if (memory?.isAll) return memory.byAccount.get(accountId) ?? []
    return (await listSecretsOf(database.read, accountId)).map(open)
  }

  const namesIn = (accountId: string, key: string, secrets: readonly ImportSecret[]) =>
    digestsOf(key, secrets)
      .filter(({ digest }) => known.mayHave(digest))
      .map(({ digest, secretId }) => storedName(digest, secretId === undefined ? { accountId } : { secretId }))

  /** The names under which the account may have imported a key. */
  async function possibleIn(accountId: string, key: string): Promise<string[]> {
    return namesIn(accountId, key, await secretsOf(accountId))
  }

  const namesOf = async (possible: readonly string[]) =>
    (await findNames(database.read, possible)).map(({ name }) => name)

  /** The first import of a key, in whichever account. */
  async function findAnywhere(key: string): Promise<Stored | undefined> {
    const possible = digestsOf(key, await firstSecrets()).filter(({ digest }) => known.mayHave(digest))
    const found = await Promise.all(
      possible.map(async ({ digest, secretId }) =>
        secretId === undefined
          ? findFirstImport(database.read, digest)
          : (await findNames(database.read, [storedName(digest, { secretId })]))[0],
      ),
    )
    return found.filter((row) => row !== undefined).sort((a, b) => (a.id < b.id ? -1 : 1))[0]
  }

  return {
    /** Whether a text can be a key that was imported: false needs no I/O. */
    mayBe: (key: string): boolean => mayBeImported(key) && !known.isEmpty(),

    /**
     * The names under which a presented key is stored (`key_hash`), also of a deleted one: in the account, if the request
     * names one, or else in the account that imported it first. `ofAccount` says which. There are several, the first
     * import first, if the account has imported the key as SHA-256 and as HMAC too. A key that nobody imported costs no
     * I/O, but for one in a thousand.
     */
    async find(
      key: string,
      accountId: string | undefined,
    ): Promise<{ names: readonly string[]; ofAccount: boolean } | undefined> {
      const within = accountId === undefined ? [] : await namesOf(await possibleIn(accountId, key))
      if (within.length > 0) return { names: within, ofAccount: true }
      const first = await findAnywhere(key)
      if (!first) return undefined
      const possible = await possibleIn(first.accountId, key)
      return { names: possible.length === 1 ? [first.name] : await namesOf(possible), ofAccount: false }
    },

    /** Gives the names under which the account may have imported a key. */
    async namesWithin(accountId: string): Promise<(key: string) => string[]> {
      const secrets = await secretsOf(accountId)
      return (key) => (mayBeImported(key) ? namesIn(accountId, key, secrets) : [])
    },

    /** Makes the keys known to every gateway when `tx` commits. */
    async added(tx: Tx, digests: readonly string[]): Promise<void> {
      const texts: string[] = []
      for (let start = 0; start < digests.length; start += DIGESTS_PER_NOTIFICATION)
        texts.push(IMPORTED + digests.slice(start, start + DIGESTS_PER_NOTIFICATION).join(' '))
      await database.notify(tx, GATEWAYS_CHANNEL, texts)
      tx.afterCommit(() => {
        for (const digest of digests) known.add(digest)
      })
    },

    /**
     * The account's secret, under a new id if it is not stored yet. `store` stores it, unless it is, and makes it known
     * to every gateway when `tx` commits. Undefined if the account has too many already.
     */
    async secretFor(
      tx: Tx,
      { accountId }: LockedAccount,
      secret: Buffer,
    ): Promise<{ id: string; store(): Promise<void> } | undefined> {
      const stored = (await listSecretsOf(tx.db, accountId)).map(open)
      const same = stored.find((one) => one.secret.length === secret.length && timingSafeEqual(one.secret, secret))
      if (same) return { id: same.id, store: async () => {} }
      if (stored.length >= MOST_SECRETS) return undefined
      const id = newId('ims')
      return {
        id,
        async store() {
          const secretSealed = sealer.seal(secret.toString('base64url'), sealedColumns.importSecret.context(id))
          await addSecret(tx, { id, accountId, secretSealed, createdAt: Date.now() })
          await database.notify(tx, GATEWAYS_CHANNEL, [SECRET_ADDED])
          tx.afterCommit(() => {
            remembered = undefined
          })
        },
      }
    },

    /** Takes what a gateway tells of imports; false for everything else. */
    heard(text: string): boolean {
      if (text === SECRET_ADDED) remembered = undefined
      else if (text.startsWith(IMPORTED)) for (const digest of text.slice(IMPORTED.length).split(' ')) known.add(digest)
      else return false
      return true
    },

    /** Something may have been missed. */
    forget(): void {
      remembered = undefined
      known.forget()
    },

    trustUntil: known.trustUntil,
    start: known.load,
    stop: known.stop,
  }
}
