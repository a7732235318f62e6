import type { Msg } from '@nats-io/transport-node'
import { isPublicKey } from './nkeys.ts'
import type { CopyState } from './stream-copies.ts'

/** A nats-server process: its id is new at each start; name and tags are configured. */
export type ServerIdentity = { id: string; name: string; tags: readonly string[]; hasJetStream: boolean }

/** A server's answer to CLAIMS.UPDATE or CLAIMS.DELETE; `problem` is null where it did what was asked. */
export type ClaimsAnswer = { server: ServerIdentity; problem: string | null }

/** The members that we read, none of which is sure to be there. */
type Body = {
  server?: { id?: unknown; name?: unknown; tags?: unknown; jetstream?: unknown } | null
  data?: { code?: unknown; stream_detail?: { name: string; state: CopyState }[] | null } | null
  error?: { description?: unknown } | null
  statsz?: { active_servers?: unknown } | null
  client?: { user?: unknown; acc?: unknown } | null
} | null

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
  const activeServers = body?.statsz?.active_servers
  return server && { server, activeServers: typeof activeServers === 'number' ? activeServers : 1 }
}

/** The streams in an answer of ACCOUNT.JSZ; none where a server does not know the account, or has no JetStream. */
export function readStreams(
  message: Msg,
): { server: ServerIdentity; streams: { name: string; state: CopyState }[] } | null {
  const body = parse(message)
  const server = readServer(body)
  return server && { server, streams: body?.data?.stream_detail ?? [] }
}

/** The problem in an answer of the JetStream API, or null where there is none. */
export function readJetStreamProblem(message: Msg): string | null {
  const body = parse(message)
  return body?.error ? readProblem(body) : null
}

/** Who connected, in a CONNECT event (io.nats.server.advisory.v1.client_connect); null unless it was a user with an nkey. */
export function readConnectedUser(message: Msg): { userPublicKey: string; accountPublicKey: string } | null {
  const { user, acc } = parse(message)?.client ?? {}
  if (typeof user !== 'string' || typeof acc !== 'string' || !isPublicKey(user, 'user')) return null
  return { userPublicKey: user, accountPublicKey: acc }
}

function readServer(body: Body): ServerIdentity | null {
  const { id, name, tags, jetstream } = body?.server ?? {}
  if (typeof id !== 'string') return null
  return {
    id,
    name: typeof name === 'string' ? name : id,
    tags: Array.isArray(tags) ? tags.map(String) : [],
    hasJetStream: jetstream === true,
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
