import type { CryptoKey, JWK } from 'jose'
import type { Sealer } from '../platform/crypto/sealing.ts'
import type { SigningAlgorithm } from '../platform/crypto/signing-algorithms.ts'
import { workForItself } from '../platform/database/callers.ts'
import { makeSigningKey, openSigningKey, type SigningKey } from './signing-key.ts'
import type { SigningKeyStore } from './signing-key-store.ts'

/**
 * How long a new key is published before it signs: by then verifiers that cache the JWKS (five minutes, by its
 * Cache-Control) have it.
 */
const ANNOUNCE_MS = 10 * 60_000
/** How old the loaded keys may be: another process may have added a key, or revoked all. */
const RELOAD_MS = 60_000
/** An unknown kid loads the keys again, at most once in this time, so that forged tokens cost little. */
const RELOAD_FOR_UNKNOWN_MS = 2000

export type SigningKeys = {
  /** The key that signs now: the newest that has been published for ten minutes. */
  current(): Promise<Pick<SigningKey, 'kid' | 'alg' | 'privateKey'>>
  /** The public key with that id; undefined if there is none, or it is for another algorithm than `alg`. */
  publicKey(kid: string, alg: string | undefined): Promise<CryptoKey | undefined>
  /** All keys whose tokens are accepted, newest first, as a JWK Set (RFC 7517, §5). */
  jwks(): Promise<{ keys: JWK[] }>
  /** Adds a key; returns its id and when it begins to sign. Nobody is signed out. */
  rotate(): Promise<{ kid: string; signsFrom: number }>
  /** Replaces all keys by a new one, which signs at once: tokens of the old keys are not accepted any more. */
  revoke(): Promise<{ kid: string }>
  /** Deletes keys whose last token is of no use any more, which takes `longestUseMs` at most. */
  retire(longestUseMs: number): Promise<void>
  /** Makes the next call load the keys: another process has revoked them, or may have. */
  forget(): void
}

/** Loads the signing keys, and adds one if there is none or the newest is for another algorithm. */
export async function openSigningKeys(
  store: SigningKeyStore,
  sealer: Sealer,
  algorithm: SigningAlgorithm,
): Promise<SigningKeys> {
  if ((await store.list()).length === 0) await store.addFirst(await makeSigningKey(sealer, algorithm))
  let keys = await load()
  let loadedAt = Date.now()
  let loading: Promise<SigningKey[]> | undefined
  let timesForgotten = 0

  async function load(): Promise<SigningKey[]> {
    return Promise.all((await store.list()).map((stored) => openSigningKey(stored, sealer)))
  }

  async function refresh(): Promise<SigningKey[]> {
    const forgotten = timesForgotten
    const loaded = await load()
    // A load that was under way when `forget` was called may have read the keys before the change.
    if (forgotten !== timesForgotten) return loaded
    keys = loaded
    loadedAt = Date.now()
    return loaded
  }

  async function loadedWithin(ageMs: number): Promise<SigningKey[]> {
    if (Date.now() - loadedAt < ageMs) return keys
    return loading ?? startLoading()
  }

  /** In nobody's name: the load serves everybody, so it must not wait for the first caller's turn. */
  function startLoading(): Promise<SigningKey[]> {
    const started = workForItself(refresh).finally(() => {
      // After `forget` a newer load may be under way.
      if (loading === started) loading = undefined
    })
    loading = started
    return started
  }

  /** The current keys: a load that is under way may have begun before the last change. */
  async function reload(): Promise<SigningKey[]> {
    await loading?.catch(() => {})
    return loadedWithin(0)
  }

  function forget(): void {
    timesForgotten += 1
    loadedAt = Number.NEGATIVE_INFINITY
    loading = undefined
  }

  function signer(among: readonly SigningKey[], now: number): SigningKey {
    const key = among.find(({ createdAt }) => createdAt + ANNOUNCE_MS <= now) ?? among.at(-1)
    if (!key) throw new Error('there is no key to sign access tokens with')
    return key
  }

  async function rotate() {
    const made = await makeSigningKey(sealer, algorithm)
    await store.add(made)
    await reload()
    return { kid: made.kid, signsFrom: made.createdAt + ANNOUNCE_MS }
  }

  if (keys[0]?.alg !== algorithm) await rotate()

  return {
    current: async () => signer(await loadedWithin(RELOAD_MS), Date.now()),
    async publicKey(kid, alg) {
      const find = (among: readonly SigningKey[]) => among.find((key) => key.kid === kid)
      const key = find(await loadedWithin(RELOAD_MS)) ?? find(await loadedWithin(RELOAD_FOR_UNKNOWN_MS))
      // RFC 8725, §3.1: a key is for one algorithm, whatever the header says.
      return key?.alg === alg ? key?.publicKey : undefined
    },
    jwks: async () => ({ keys: (await loadedWithin(RELOAD_MS)).map((key) => key.publicJwk) }),
    rotate,
    async revoke() {
      const made = await makeSigningKey(sealer, algorithm)
      await store.replaceAll(made)
      await reload()
      return { kid: made.kid }
    },
    async retire(longestUseMs) {
      const now = Date.now()
      const all = await reload()
      // A key can be deleted when its successor has been signing for longer than a token can be used.
      const done = all.filter(
        (_key, index) => index > 0 && (all[index - 1]?.createdAt ?? now) + ANNOUNCE_MS + longestUseMs + RELOAD_MS < now,
      )
      await store.remove(done.map((key) => key.kid))
      if (done.length > 0) await reload()
    },
    forget,
  }
}
