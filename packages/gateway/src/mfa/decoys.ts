import { hkdfSync, randomBytes } from 'node:crypto'
import { equalSecrets, keyedHash } from '../crypto/hashing.ts'
import type { Sealer } from '../crypto/sealing.ts'
import type { SettingsStore } from '../database/settings-store.ts'
import { sealedColumns } from '../secrets/sealed-columns.ts'

const SETTING = 'passkey_decoys'

/** What a passkey looks like from outside. */
export type Descriptor = { id: string; type: 'public-key'; transports: string[] }

/** The shape of a passkey: the length of its id, and its transports. */
type Shape = { bytes: number; transports: readonly string[] }

/** What people's phones make, for a gateway where nobody has a passkey yet. */
const USUAL: Shape = { bytes: 20, transports: ['hybrid', 'internal'] }

/** The end of each id proves to us that it is a decoy. */
const MARK_BYTES = 8

/**
 * Passkeys that nobody has, for addresses without any (WebAuthn Level 3, §14.6.2): always the same for an address, and
 * random to who does not have the secret. They take the shape of somebody's real ones, so that neither the number nor
 * the kind of authenticators tells them apart, whatever an organisation gives its people.
 */
export type Decoys = {
  /** Where among the real ids the address looks for somebody to resemble. */
  pointOf(email: string): string
  descriptorsFor(email: string, models: readonly { credentialId: string; transports: string[] }[]): Descriptor[]
  /** Whether the id is one of ours: it is refused like one that is registered, or registering would tell them apart. */
  isDecoy(credentialId: string): boolean
}

/** Not derived from the master key: a rotation would change every decoy at once, and no real passkey. */
export async function openDecoySecret(settings: SettingsStore, sealer: Sealer): Promise<Buffer> {
  const context = sealedColumns.setting.context(SETTING)
  const made = () => sealer.seal(randomBytes(32).toString('base64'), context)
  const { sealed } = (await settings.read(SETTING)) ?? (await settings.settle(SETTING, { value: '', sealed: made() }))
  return Buffer.from(sealer.open(sealed ?? '', context), 'base64')
}

export function createDecoys(secret: Buffer): Decoys {
  const derive = (email: string, purpose: string, bytes: number) =>
    Buffer.from(hkdfSync('sha256', secret, email, purpose, bytes))
  const markOf = (body: Buffer) =>
    Buffer.from(keyedHash(secret, `decoy ${body.toString('base64url')}`), 'base64url').subarray(0, MARK_BYTES)

  return {
    pointOf: (email) => derive(email, 'point', 16).toString('base64url'),

    descriptorsFor(email, models) {
      const shapes = models.map(({ credentialId, transports }) => ({ bytes: lengthOf(credentialId), transports }))
      return (shapes.length > 0 ? shapes : [USUAL]).map(({ bytes, transports }, index) => {
        const body = derive(email, `passkey ${index}`, bytes - MARK_BYTES)
        const id = Buffer.concat([body, markOf(body)]).toString('base64url')
        return { id, type: 'public-key', transports: [...transports] }
      })
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
