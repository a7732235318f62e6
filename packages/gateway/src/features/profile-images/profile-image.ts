import type { Principal } from '../../access/principal.ts'
import { recheckInTransaction } from '../../access/recheck.ts'
import { type Origin, record } from '../../platform/audit/audit.ts'
import { randomToken } from '../../platform/crypto/random.ts'
import type { InTurn } from '../../platform/crypto/turns.ts'
import type { Database } from '../../platform/database/database.ts'
import { lockUser } from '../../platform/database/locks.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import type { Limiter } from '../../platform/throttle/limiter.ts'
import type { ImageType } from './image-types.ts'
import type { ImagePart, ReceivePart } from './parts.ts'
import type { reencode } from './reencode.ts'
import type { RemoveImages } from './remove-images.ts'
import type { ImageStorage } from './storage.ts'
import { addImage, hideImage, showImage } from './store.ts'

export type UploadedImage = { fileName: string; type: ImageType; bytes: Uint8Array }

export type ProfileImage = {
  /** Throws `too_many_requests` if the user has reached the limit of image changes; called before the body is read. */
  refuseIfSpent(userId: string): Promise<void>
  /** uploadProfileImage with the whole image: replaces the user's image. */
  set(principal: Principal, image: UploadedImage, origin: Origin): Promise<void>
  /** uploadProfileImage with a part: when the last part arrives, it does the same as `set`. */
  setInParts(principal: Principal, part: ImagePart, origin: Origin): Promise<{ received: number } | 'set'>
  /** deleteProfileImage: if there is no image, nothing happens. */
  delete(principal: Principal, origin: Origin): Promise<void>
}

type Deps = {
  database: Database
  storage: ImageStorage
  removeImages: RemoveImages
  receivePart: ReceivePart
  inTurn: InTurn
  encodeAnew: typeof reencode
  imagesPerUser: Limiter
  partsPerUser: Limiter
}

/**
 * Database and storage cannot change together, so they change in this order, and a crash between leaves:
 *
 * 1. The row, not shown. (A row without an image, which nobody sees: tidy.ts deletes it after an hour.)
 * 2. The image. (An image whose row is not shown: both go after an hour.)
 * 3. The row is shown, the row of the old image goes, and its removal stands in the outbox, all in one transaction.
 * 4. The outbox removes the old image. (It is tried again until it is gone.)
 *
 * So what is shown is always there, and whatever lies in the storage is named by a row or by an outbox item. The row of
 * a user who is deleted stays without them, until tidy.ts has queued the removal of the image.
 */
export function createProfileImage(deps: Deps): ProfileImage {
  const { database, storage, removeImages, receivePart, inTurn, encodeAnew, imagesPerUser, partsPerUser } = deps

  async function set(principal: Principal, { fileName, type, bytes }: UploadedImage, origin: Origin): Promise<void> {
    const { userId, accountId } = principal
    await imagesPerUser.count(userId)
    const image = await inTurn(() => encodeAnew(bytes, type))
    const name = randomToken()
    await database.transaction(async (tx) => {
      await recheckInTransaction(tx, principal, 'uploadProfileImage', 'self')
      const user = await lockUser(tx, userId)
      if (!user) throw new Refusal('unauthorized')
      await addImage(tx, user, { name, fileName, contentType: type })
    })
    await storage.put(name, image)
    await database.transaction(async (tx) => {
      await recheckInTransaction(tx, principal, 'uploadProfileImage', 'self')
      const user = await lockUser(tx, userId)
      if (!user) throw new Refusal('unauthorized')
      const replaced = await hideImage(tx, user)
      if (replaced !== undefined) await removeImages(tx, [replaced])
      // The row is gone only if storing the image took an hour.
      if (!(await showImage(tx, user, name))) throw new Refusal('images_unavailable')
      const target = { type: 'user' as const, id: userId }
      await record(tx, { action: 'profile_image.set', accountId, actor: principal, origin, target })
    })
  }

  return {
    refuseIfSpent: imagesPerUser.refuseIfSpent,
    set,
    async setInParts(principal, part, origin) {
      await partsPerUser.count(principal.userId)
      const outcome = await receivePart(principal, part)
      if ('received' in outcome) return outcome
      await set(principal, { ...part, bytes: outcome.whole }, origin)
      return 'set'
    },
    async delete(principal, origin) {
      const { userId, accountId } = principal
      await database.transaction(async (tx) => {
        await recheckInTransaction(tx, principal, 'deleteProfileImage', 'self')
        const user = await lockUser(tx, userId)
        if (!user) throw new Refusal('unauthorized')
        const name = await hideImage(tx, user)
        if (name === undefined) return
        await removeImages(tx, [name])
        const target = { type: 'user' as const, id: userId }
        await record(tx, { action: 'profile_image.deleted', accountId, actor: principal, origin, target })
      })
    },
  }
}
