import type { Tx } from '../../platform/database/database.ts'
import { defineWork, type Outbox } from '../../platform/outbox/outbox.ts'
import { handlerFor, type WorkHandler } from '../../platform/outbox/worker.ts'
import type { ImageStorage } from './storage.ts'

/** Removes an image or part from the storage; the key is its name there. */
const removeImageWork = defineWork<null>('remove-image')

/**
 * Removes images, or parts, from the storage once `tx` has committed, at `dueAt` or at once. Call it only where their
 * rows are deleted: without a row nobody can show them any more.
 */
export type RemoveImages = (tx: Tx, names: readonly string[], dueAt?: number) => Promise<void>

export function createRemoveImages(outbox: Outbox): RemoveImages {
  return async (tx, names, dueAt = Date.now()) => {
    for (const name of names) await outbox.enqueue(tx, removeImageWork, null, { key: name, dueAt })
  }
}

export function removeFromStorage(storage: ImageStorage): WorkHandler {
  return handlerFor(removeImageWork, async (_payload, { key: name }) => storage.remove(name))
}
