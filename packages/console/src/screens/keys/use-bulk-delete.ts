import type { Client, Revocation } from '@quiva/client'
import { useRef, useState } from 'react'
import { useClient } from '../../gateway-context.tsx'
import type { ListedKey } from './key-queries.ts'

export type Outcome =
  | { kind: 'waiting' | 'deleting' | 'gone-with' }
  | { kind: 'deleted'; revocation: Revocation | undefined }
  | { kind: 'failed'; error: unknown }

/** `choosing` until it is confirmed; `done` also when it was stopped in between. */
export type BulkState = { phase: 'choosing' | 'running' | 'done'; outcomes: ReadonlyMap<string, Outcome> }

/** So many at once: each waits for the gateways, and a hundred keys should not take a minute. */
const AT_ONCE = 4

/** Deletes keys one by one. One that cannot be deleted stops no other. */
export function useBulkDelete(keys: readonly ListedKey[]): {
  state: BulkState
  start: () => Promise<void>
  stop: () => void
} {
  const client = useClient()
  const stopped = useRef(false)
  const [state, setState] = useState<BulkState>({ phase: 'choosing', outcomes: new Map() })
  const note = (id: string, outcome: Outcome) =>
    setState((before) => ({ ...before, outcomes: new Map(before.outcomes).set(id, outcome) }))

  async function start(): Promise<void> {
    const goneWithOthers = new Set<string>()
    const queue = keys.map(({ id }) => id)
    setState({ phase: 'running', outcomes: new Map(queue.map((id) => [id, { kind: 'waiting' }])) })
    const work = async () => {
      for (let id = queue.shift(); id !== undefined && !stopped.current; id = queue.shift()) {
        note(id, { kind: 'deleting' })
        const outcome = await deleteOne(client, id, goneWithOthers)
        note(id, outcome)
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work))
    setState((before) => ({ ...before, phase: 'done' }))
  }

  return {
    state,
    start,
    stop() {
      stopped.current = true
    },
  }
}

async function deleteOne(client: Client, id: string, goneWithOthers: Set<string>): Promise<Outcome> {
  if (goneWithOthers.has(id)) return { kind: 'gone-with' }
  try {
    const { data, revocation } = await client.DELETE('/accounts/api-key', {
      params: { query: { receipt: true } },
      body: { id },
    })
    for (const other of data.also_deleted) goneWithOthers.add(other)
    return { kind: 'deleted', revocation }
  } catch (error) {
    // Its issuer may have been deleted at the same moment.
    return goneWithOthers.has(id) ? { kind: 'gone-with' } : { kind: 'failed', error }
  }
}
