import type { ApiKey } from '@quiva/client'
import { ENDING_MS } from '../../../../gateway/src/access/key-ending.ts'
import type { Tone } from '../../parts/callout.tsx'

/** The state of a key, as one word. Of several that apply, the one that its owner should know of first. */
export type KeyState = 'active' | 'unused' | 'silent' | 'expiring' | 'replaced' | 'disabled' | 'ended'

const SILENT_MS = 90 * 86_400_000

export function stateOf(key: ApiKey, now = Date.now()): KeyState {
  const left = Date.parse(key.expires_on) - now
  if (left <= 0) return 'ended'
  if (key.disabled) return 'disabled'
  if (key.replaced_by !== null) return 'replaced'
  if (left <= ENDING_MS) return 'expiring'
  if (key.last_used_on === null) return 'unused'
  return now - Date.parse(key.last_used_on) > SILENT_MS ? 'silent' : 'active'
}

export const tones: Readonly<Record<KeyState, Tone | undefined>> = {
  active: 'good',
  unused: undefined,
  silent: undefined,
  expiring: 'warn',
  replaced: 'info',
  disabled: 'bad',
  ended: 'bad',
}

/** How a key is told from others of the same name, without the key itself. */
export const characterOf = (key: Pick<ApiKey, 'last_4_characters' | 'start' | 'id'>): string =>
  key.start ? `${key.start}…${key.last_4_characters}` : key.last_4_characters ? `…${key.last_4_characters}` : key.id
