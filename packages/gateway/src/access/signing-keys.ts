import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose'
import { randomToken } from '../crypto/random.ts'
import type { Sealer } from '../crypto/sealing.ts'
import { sealedColumns } from '../secrets/sealed-columns.ts'
import type { SigningKeyStore, StoredSigningKey } from './signing-key-store.ts'

export const SIGNING_ALGORITHM = 'EdDSA'

/**
 * How long a new key is published before it signs: verifiers that keep the JWKS (five minutes, by its Cache-Control)
 * know it before they meet it.
 */
const ANNOUNCE_MS = 10 * 60_000
/** How old the loaded keys may be: another process may have added one. */
const RELOAD_MS = 60_000
/** An unknown kid makes the keys load again, but not for every forged token. */
const RELOAD_FOR_UNKNOWN_MS = 2000

type SigningKey = { kid: string; createdAt: number; publicJwk: JWK; publicKey: CryptoKey; privateKey: CryptoKey }

export type SigningKeys = {
  /** The key that signs now: the newest that has been published for ten minutes. */
  current(): Promise<{ kid: string; privateKey: CryptoKey }>
  /** The public key of that id, or undefined. */
  publicKey(kid: string): Promise<CryptoKey | undefined>
  /** RFC 7517, §5: every key whose tokens are honoured, newest first. */
  jwks(): Promise<{ keys: JWK[] }>
  /** Adds a key; returns its id and when it begins to sign. Nobody is signed out. */
  rotate(): Promise<{ kid: string; signsFrom: number }>
  /** Removes keys whose last token is of no use any more: that takes `longestUseMs` at most. */
  retire(longestUseMs: number): Promise<void>
}

const sealContext = sealedColumns.tokenSigningKey.context

/** Loads the signing keys and makes the first one where there is none. */
export async function openSigningKeys(store: SigningKeyStore, sealer: Sealer): Promise<SigningKeys> {
  if ((await store.list()).length === 0) await store.addFirst(await makeSigningKey(sealer))
  let keys = await load()
  let loadedAt = Date.now()
  let loading: Promise<SigningKey[]> | undefined

  async function load(): Promise<SigningKey[]> {
    return Promise.all((await store.list()).map((stored) => open(stored, sealer)))
  }

  async function loadedWithin(ageMs: number): Promise<SigningKey[]> {
    if (Date.now() - loadedAt < ageMs) return keys
    loading ??= load().finally(() => {
      loading = undefined
    })
    keys = await loading
    loadedAt = Date.now()
    return keys
  }

  /** The keys as they are now: a load that is under way may have begun before the last change. */
  async function reload(): Promise<SigningKey[]> {
    await loading?.catch(() => {})
    return loadedWithin(0)
  }

  function signer(among: readonly SigningKey[], now: number): SigningKey {
    const key = among.find(({ createdAt }) => createdAt + ANNOUNCE_MS <= now) ?? among.at(-1)
    if (!key) throw new Error('there is no key to sign access tokens with')
    return key
  }

  return {
    current: async () => signer(await loadedWithin(RELOAD_MS), Date.now()),
    async publicKey(kid) {
      const find = (among: readonly SigningKey[]) => among.find((key) => key.kid === kid)?.publicKey
      return find(keys) ?? find(await loadedWithin(RELOAD_FOR_UNKNOWN_MS))
    },
    jwks: async () => ({ keys: (await loadedWithin(RELOAD_MS)).map((key) => key.publicJwk) }),
    async rotate() {
      const made = await makeSigningKey(sealer)
      await store.add(made)
      await reload()
      return { kid: made.kid, signsFrom: made.createdAt + ANNOUNCE_MS }
    },
    async retire(longestUseMs) {
      const now = Date.now()
      const all = await reload()
      // A key is done when its successor has been signing for longer than a token lives.
      const done = all.filter(
        (_key, index) => index > 0 && (all[index - 1]?.createdAt ?? now) + ANNOUNCE_MS + longestUseMs + RELOAD_MS < now,
      )
      await store.remove(done.map((key) => key.kid))
      if (done.length > 0) await reload()
    },
  }
}

async function open(
  { kid, createdAt, publicJwk, privateJwkSealed }: StoredSigningKey,
  sealer: Sealer,
): Promise<SigningKey> {
  const jwk = JSON.parse(publicJwk) as JWK
  const secret = JSON.parse(sealer.open(privateJwkSealed, sealContext(kid))) as JWK
  return { kid, createdAt, publicJwk: jwk, publicKey: await asKey(jwk), privateKey: await asKey(secret) }
}

async function asKey(jwk: JWK): Promise<CryptoKey> {
  const key = await importJWK(jwk, SIGNING_ALGORITHM)
  if (key instanceof Uint8Array) throw new Error('the signing key is not an asymmetric one')
  return key
}

async function makeSigningKey(sealer: Sealer): Promise<StoredSigningKey> {
  const { publicKey, privateKey } = await generateKeyPair(SIGNING_ALGORITHM, { crv: 'Ed25519', extractable: true })
  const kid = randomToken().slice(0, 16)
  const publicJwk = { ...(await exportJWK(publicKey)), kid, alg: SIGNING_ALGORITHM, use: 'sig' }
  const privateJwkSealed = sealer.seal(JSON.stringify(await exportJWK(privateKey)), sealContext(kid))
  return { kid, publicJwk: JSON.stringify(publicJwk), privateJwkSealed, createdAt: Date.now() }
}
