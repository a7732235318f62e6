import type { Msg } from '@nats-io/transport-node'
import { isPublicKey } from './nkeys.ts'
import type { CopyState } from './stream-copies.ts'

/** A nats-server process: its id is new at each start; name and tags are configured; `version` is such as `2.10.27`. */
export type ServerIdentity = {
  id: string
  name: string
  version: string
  tags: readonly string[]
  hasJetStream: boolean
  /** How much JetStream uses or has reserved, and its maximum, in bytes; as of the latest STATSZ. */
  capacity?: { file: Capacity; memory: Capacity }
}

export type Capacity = { used: number; max: number }

/** A server's answer to CLAIMS.UPDATE or CLAIMS.DELETE; `problem` is null where it did what was asked. */
export type ClaimsAnswer = { server: ServerIdentity; problem: string | null }

/** The members that we read; any of them may be missing. */
type Body = {
  server?: { id?: unknown; name?: unknown; ver?: unknown; tags?: unknown; jetstream?: unknown } | null
  data?: {
    code?: unknown
    num_connections?: unknown
    stream_detail?: { name: string; state: CopyState }[] | null
  } | null
  error?: { description?: unknown } | null
  statsz?: { active_servers?: unknown; jetstream?: { config?: Sizes | null; stats?: Sizes | null } | null } | null
  client?: { user?: unknown; acc?: unknown } | null
} | null

type Sizes = Record<string, unknown>

/** Reads `{server, data: {code, message}}` or `{server, error: {code, description}}`; null for anything else. */
export function readClaimsAnswer(message: Msg): ClaimsAnswer | null {
  const body = parse(message)
  const server = readServer(body)
  return server && { server, problem: body?.data?.code === 200 ? null : readProblem(body) }
}

/** Reads a STATSZ announcement or answer. `activeServers` counts dead servers too, for minutes. */
export function readStats(message: Msg): { server: ServerIdentity; activeServers: number } | null {
  const body = parse(message)
  const server = readServer(body)
  const { active_servers: activeServers, jetstream } = body?.statsz ?? {}
  if (!server) return null
  if (jetstream?.config && jetstream.stats) server.capacity = readCapacity(jetstream.config, jetstream.stats)
  return { server, activeServers: typeof activeServers === 'number' ? activeServers : 1 }
}

/** The streams in an answer of ACCOUNT.JSZ; none where a server does not know the account, or has no JetStream. */
export function readStreams(
  message: Msg,
): { server: ServerIdentity; streams: { name: string; state: CopyState }[] } | null {
  const body = parse(message)
  const server = readServer(body)
  return server && { server, streams: body?.data?.stream_detail ?? [] }
}

/** How many connections an answer of ACCOUNT.CONNZ counts; null for anything else, such as an error. */
export function readConnectionCount(message: Msg): { server: ServerIdentity; count: number } | null {
  const body = parse(message)
  const server = readServer(body)
  const count = body?.data?.num_connections
  return server && typeof count === 'number' ? { server, count } : null
}

/** The problem in an answer of the JetStream API, or null where there is none. */
export function readJetStreamProblem(message: Msg): string | null {
  const body = parse(message)
  return body?.error ? readProblem(body) : null
}

/**
 * The user that connected, from a CONNECT event (io.nats.server.advisory.v1.client_connect); null unless it was a user
 * with an nkey.
 */
export function readConnectedUser(message: Msg): { userPublicKey: string; accountPublicKey: string } | null {
  const { user, acc } = parse(message)?.client ?? {}
  if (typeof user !== 'string' || typeof acc !== 'string' || !isPublicKey(user, 'user')) return null
  return { userPublicKey: user, accountPublicKey: acc }
}

function readServer(body: Body): ServerIdentity | null {
  const { id, name, ver, tags, jetstream } = body?.server ?? {}
  if (typeof id !== 'string') return null
  return {
    id,
    name: typeof name === 'string' ? name : id,
    version: typeof ver === 'string' ? ver : '',
    tags: Array.isArray(tags) ? tags.map(String) : [],
    hasJetStream: jetstream === true,
  }
}

function readCapacity(config: Sizes, stats: Sizes): ServerIdentity['capacity'] & object {
  const size = (sizes: Sizes, name: string) => Number(sizes[name] ?? 0)
  const used = (name: string) => Math.max(size(stats, name), size(stats, `reserved_${name}`))
  return {
    file: { used: used('storage'), max: size(config, 'max_storage') },
    memory: { used: used('memory'), max: size(config, 'max_memory') },
  }
}

function readProblem(body: Body): string {
  const description = body?.error?.description
  return typeof description === 'string' ? description : 'no reason given'
}

function parse(message: Msg): Body {
  try {
    return message.json<Body>()
  } catch {
    return null
  }
}
