import { hkdfSync, randomBytes } from 'node:crypto'
import { equalSecrets, keyedHash } from '../../platform/crypto/hashing.ts'
import type { Sealer } from '../../platform/crypto/sealing.ts'
import type { SettingsStore } from '../../platform/database/settings-store.ts'
import { sealedColumns } from '../../platform/secrets/sealed-columns.ts'

const SETTING = 'passkey_decoys'

/** A passkey as clients see it. */
export type Descriptor = { id: string; type: 'public-key'; transports: string[] }

/** The usual lengths of ids, in bytes, from phones, computers, password managers and security keys. */
const LENGTHS = [16, 20, 32, 48, 64]
/** How many ids of each length every list has. */
const PER_LENGTH = 2
/** All ids get the same transports: the real ones would tell what kind of authenticator a user has. */
const TRANSPORTS = ['ble', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb']

/** The length of the mark at the end of a decoy's id, by which only we recognise it. */
const MARK_BYTES = 8

/**
 * Passkeys that nobody has (WebAuthn Level 3, §14.6.2). They are always the same for an address, and look random to
 * anybody without the secret. Every list has the same number of ids of each length; a user's own passkeys take the
 * place of some decoys.
 */
export type Decoys = {
  /** The list for an address: its own ids, hidden among decoys. Authenticators ignore ids that they do not know. */
  hide(email: string, own: readonly string[]): Descriptor[]
  /**
   * Whether the id is one of our decoys. Registering a decoy is refused like registering a passkey that exists, since
   * the answer would otherwise tell them apart.
   */
  isDecoy(credentialId: string): boolean
}

/**
 * The secret is not derived from the master key: a rotation would change every decoy, but no real passkey, and so tell
 * them apart.
 */
export async function openDecoySecret(settings: SettingsStore, sealer: Sealer): Promise<Buffer> {
  const context = sealedColumns.setting.context(SETTING)
  const made = () => sealer.seal(randomBytes(32).toString('base64'), context)
  const { sealed } = (await settings.read(SETTING)) ?? (await settings.settle(SETTING, { value: '', sealed: made() }))
  return Buffer.from(sealer.open(sealed ?? '', context), 'base64')
}

export function createDecoys(secret: Buffer): Decoys {
  const markOf = (body: Buffer) =>
    Buffer.from(keyedHash(secret, `decoy ${body.toString('base64url')}`), 'base64url').subarray(0, MARK_BYTES)

  function decoy(email: string, bytes: number, index: number): string {
    const body = Buffer.from(hkdfSync('sha256', secret, email, `passkey ${bytes}/${index}`, bytes - MARK_BYTES))
    return Buffer.concat([body, markOf(body)]).toString('base64url')
  }

  return {
    hide(email, own) {
      const lists = LENGTHS.map((bytes) => {
        const real = own.filter((id) => lengthOf(id) === bytes)
        const decoys = Array.from({ length: PER_LENGTH }, (_, index) => decoy(email, bytes, index))
        return [...real, ...decoys.slice(real.length)]
      })
      // An id of an unusual length cannot be hidden; few authenticators make such ids.
      const rare = own.filter((id) => !LENGTHS.includes(lengthOf(id)))
      return [...lists, rare].flat().map((id) => ({ id, type: 'public-key', transports: [...TRANSPORTS] }))
    },

    isDecoy(credentialId) {
      const bytes = Buffer.from(credentialId, 'base64url')
      const mark = markOf(bytes.subarray(0, -MARK_BYTES))
      return equalSecrets(bytes.subarray(-MARK_BYTES).toString('base64url'), mark.toString('base64url'))
    },
  }
}

function lengthOf(credentialId: string): number {
  return Buffer.byteLength(credentialId, 'base64url')
}
