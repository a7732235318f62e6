import type { ServerIdentity } from '../../transport/messaging/server-messages.ts'

/** Older servers lose messages when streams move, because of bugs in the servers (docs/decisions/0010). */
const OLDEST = { major: 2, minor: 10 }

type Versioned = Pick<ServerIdentity, 'name' | 'version'>

/** Why these servers may not be asked to move streams; null if they may. A version that can't be read is too old. */
export function tooOld(servers: readonly Versioned[]): string | null {
  const old = servers.filter(({ version }) => !isNewEnough(version))
  if (old.length === 0) return null
  const which = old.map(({ name, version }) => `${name} runs ${version || 'an unknown version'}`).join(', ')
  return `mesh nodes need nats-server ${OLDEST.major}.${OLDEST.minor} or newer: ${which}`
}

function isNewEnough(version: string): boolean {
  const [, major = 0, minor = 0] = /^v?(\d+)\.(\d+)\b/.exec(version)?.map(Number) ?? []
  return major > OLDEST.major || (major === OLDEST.major && minor >= OLDEST.minor)
}
