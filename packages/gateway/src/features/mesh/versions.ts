import type { ServerIdentity } from '../../transport/messaging/server-messages.ts'
import { isNats210 } from '../../transport/messaging/server-version.ts'

type Versioned = Pick<ServerIdentity, 'name' | 'version'>

/**
 * Why these servers may not be asked to move streams; null if they may. Older servers lose messages when streams move,
 * because of bugs in the servers (docs/decisions/0010).
 */
export function tooOld(servers: readonly Versioned[]): string | null {
  const old = servers.filter(({ version }) => !isNats210(version))
  if (old.length === 0) return null
  const which = old.map(({ name, version }) => `${name} runs ${version || 'an unknown version'}`).join(', ')
  return `mesh nodes need nats-server 2.10 or newer: ${which}`
}
