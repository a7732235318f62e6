import { webcrypto } from 'node:crypto'
import type { Principal } from '../../access/principal.ts'
import { recheckInTransaction } from '../../access/recheck.ts'
import { sha256 } from '../../platform/crypto/hashing.ts'
import { randomToken } from '../../platform/crypto/random.ts'
import type { Database, Tx } from '../../platform/database/database.ts'
import { type LockedUser, lockUser } from '../../platform/database/locks.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import type { ImageType } from './image-types.ts'
import { addPart, deleteUpload, listParts, markStored, type Part } from './part-store.ts'
import { MOST_BYTES } from './reencode.ts'
import type { RemoveImages } from './remove-images.ts'
import type { ImageStorage } from './storage.ts'

/** How long a part waits for the others; after that, maintenance discards it (tidy.ts). */
export const PART_MS = 3_600_000
/** How many unfinished uploads a user may have; one more discards the oldest. */
const MOST_UPLOADS = 3
/** An upload without a new part for this long counts as abandoned when another upload needs its place. */
const SILENT_MS = 60_000
/**
 * The parts of a complete upload are read and then removed; if the process ends in between, they are removed after this
 * time.
 */
const READ_WITHIN_MS = 10 * 60_000

export type ImagePart = {
  fileName: string
  type: ImageType
  /** The first part has the index 0. */
  index: number
  total: number
  /** An id that the client chose; optional. */
  uploadId: string | undefined
  bytes: Uint8Array<ArrayBuffer>
}

/** Takes a part; resolves with the whole image if all parts are there, else with the number of parts that are. */
export type ReceivePart = (
  uploader: Principal,
  part: ImagePart,
) => Promise<{ whole: Uint8Array } | { received: number }>

type Deps = { database: Database; storage: ImageStorage; removeImages: RemoveImages }

/**
 * Collects the parts of images, in any order; a part that arrives again changes nothing. The contract has no id for an
 * upload, so parts belong together if they have the same user, session or key, file name, type, number of parts, and
 * `upload_id` if the client sends one. If two uploads have all of these in common, the second is refused at its first
 * part that differs, unless the first has had no new part for a minute: then the second replaces it.
 */
export function createReceiveParts({ database, storage, removeImages }: Deps): ReceivePart {
  async function discard(tx: Tx, user: LockedUser, upload: string): Promise<void> {
    await removeImages(tx, await deleteUpload(tx, user, upload))
  }

  /** Finds the part's row, or adds it. */
  async function reserve(
    tx: Tx,
    userId: string,
    upload: string,
    { index, bytes }: ImagePart,
    digest: string,
  ): Promise<Part> {
    const user = await lockUser(tx, userId)
    if (!user) throw new Refusal('unauthorized')
    const now = Date.now()
    const uploads = Map.groupBy(await listParts(tx, user), (part) => part.upload)
    const newest = uploads.get(upload)?.at(-1)
    if (newest !== undefined && newest.createdAt <= now - PART_MS) {
      await discard(tx, user, upload)
      uploads.delete(upload)
    }
    const there = uploads.get(upload)?.find((part) => part.index === index)
    if (there?.digest === digest) return there
    if (there !== undefined && newest !== undefined) {
      const silentAt = newest.createdAt + SILENT_MS
      if (silentAt > now)
        throw new Refusal('upload_conflict', { retryAfterSeconds: Math.ceil((silentAt - now) / 1000) })
      await discard(tx, user, upload)
      uploads.delete(upload)
    }
    const size = uploads.get(upload)?.reduce((sum, { byteCount }) => sum + byteCount, 0) ?? 0
    if (size + bytes.length > MOST_BYTES) throw new Refusal('image_too_large')
    if (!uploads.has(upload)) await makeRoom(tx, user, [...uploads.values()])
    const part = { name: randomToken(), upload, index, digest, byteCount: bytes.length, createdAt: now }
    await addPart(tx, user, part)
    return { ...part, storedAt: null }
  }

  async function makeRoom(tx: Tx, user: LockedUser, uploads: Part[][]): Promise<void> {
    const latest = (parts: Part[]) => parts.at(-1)?.createdAt ?? 0
    const oldestFirst = uploads.sort((a, b) => latest(a) - latest(b))
    for (const [first] of oldestFirst.slice(0, Math.max(0, uploads.length - MOST_UPLOADS + 1)))
      if (first) await discard(tx, user, first.upload)
  }

  /**
   * Marks the part as stored; if none is missing, takes all of them, in order. If the last two parts arrive at once,
   * only one request takes them.
   */
  async function complete(
    tx: Tx,
    userId: string,
    { name, upload }: Part,
    total: number,
  ): Promise<{ received: number } | { names: string[] }> {
    const user = await lockUser(tx, userId)
    if (!user) throw new Refusal('unauthorized')
    if (!(await markStored(tx, user, name))) throw new Refusal('upload_conflict')
    const parts = await listParts(tx, user)
    const stored = parts.filter((part) => part.upload === upload && part.storedAt !== null)
    if (stored.length < total) return { received: stored.length }
    await removeImages(tx, await deleteUpload(tx, user, upload), Date.now() + READ_WITHIN_MS)
    return { names: stored.sort((a, b) => a.index - b.index).map((part) => part.name) }
  }

  return async function receive(uploader, part) {
    const { userId, credentialId } = uploader
    const { fileName, type, total, uploadId = null } = part
    const upload = sha256(JSON.stringify([userId, credentialId, fileName, type, total, uploadId]))
    const digest = await digestOf(part.bytes)
    const place = await database.transaction(async (tx) => {
      await recheckInTransaction(tx, uploader, 'uploadProfileImage', 'self')
      return reserve(tx, userId, upload, part, digest)
    })
    if (place.storedAt === null) await storage.put(place.name, part.bytes)
    const outcome = await database.transaction(async (tx) => {
      await recheckInTransaction(tx, uploader, 'uploadProfileImage', 'self')
      return complete(tx, userId, place, total)
    })
    if ('received' in outcome) return outcome
    const pieces = await Promise.all(outcome.names.map((name) => storage.get(name)))
    await database.transaction((tx) => removeImages(tx, outcome.names))
    if (!pieces.every((piece) => piece !== undefined)) throw new Refusal('upload_conflict')
    return { whole: Buffer.concat(pieces) }
  }
}

/** Hashed in a thread of libuv, because 10 MiB take tens of milliseconds. */
async function digestOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return Buffer.from(await webcrypto.subtle.digest('SHA-256', bytes)).toString('base64url')
}
