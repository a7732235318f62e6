import { newId } from '../crypto/random.ts'
import type { Sealer } from '../crypto/sealing.ts'
import type { Tx } from '../database/database.ts'
import { sealedColumns } from '../secrets/sealed-columns.ts'
import type { Causes } from '../tracing/causes.ts'
import { currentSpan } from '../tracing/span.ts'

/** A kind of work and the type of its payload; each module defines its own. The payload may contain secrets. */
export type Work<Payload> = { readonly kind: string; readonly payload?: Payload }

/** Defines a kind of work. The kind is stored in the database: a released one keeps its name and reads old payloads. */
export function defineWork<Payload>(kind: string): Work<Payload> {
  return { kind }
}

export type WorkOptions = {
  /**
   * At most one item per key is pending: a further request makes it run (again). Default: each request has its own
   * item.
   */
  key?: string
  /** When it is to be done, in milliseconds since the epoch. Default: now. */
  dueAt?: number
}

/** The writing half of the outbox: work that follows from a change is stored in the transaction of the change. */
export type Outbox = {
  enqueue<Payload>(tx: Tx, work: Work<Payload>, payload: Payload, options?: WorkOptions): Promise<void>
  /** Cancels pending keyed work; false if there was none. A handler may cancel the item that it is working on. */
  cancel<Payload>(tx: Tx, work: Work<Payload>, key: string): Promise<boolean>
  /** Registers a function to be called after each commit that added work which is due at once. */
  onWork(callback: () => void): void
}

const keyedId = (kind: string, key: string) => `${kind}:${key}`

/** `causes` learns of which span each item comes. */
export function createOutbox(sealer: Sealer, causes?: Causes): Outbox {
  const listeners: (() => void)[] = []
  return {
    async enqueue(tx, work, payload, options = {}) {
      const now = Date.now()
      const id = options.key === undefined ? newId('out', now) : keyedId(work.kind, options.key)
      const cause = currentSpan()
      if (cause?.isKept) causes?.note(id, cause.ids)
      const item = {
        due_at: options.dueAt ?? now,
        payload_sealed:
          payload === null ? null : sealer.seal(JSON.stringify(payload), sealedColumns.outboxPayload.context(id)),
        attempts: 0,
        last_error: null,
        failed_at: null,
        payload_dropped_at: null,
      }
      await tx.db
        .insertInto('outbox')
        .values({ id, kind: work.kind, key: options.key ?? id, version: 1, leased_until: 0, created_at: now, ...item })
        // The lease stays: a worker that has the item finishes first, sees the new version, and lets the item run
        // again.
        .onConflict((conflict) =>
          conflict.column('id').doUpdateSet((eb) => ({ ...item, version: eb('outbox.version', '+', 1) })),
        )
        .execute()
      if (item.due_at <= now) tx.afterCommit(() => listeners.forEach((listener) => void listener()))
    },
    async cancel(tx, work, key) {
      const result = await tx.db.deleteFrom('outbox').where('id', '=', keyedId(work.kind, key)).executeTakeFirst()
      return Number(result.numDeletedRows) > 0
    },
    onWork(callback) {
      listeners.push(callback)
    },
  }
}
