import path from 'node:path'
import type { Config } from '../../platform/config/config.ts'
import { createTurns } from '../../platform/crypto/turns.ts'
import type { Database } from '../../platform/database/database.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import type { Log } from '../../platform/log.ts'
import type { Outbox } from '../../platform/outbox/outbox.ts'
import type { WorkHandler } from '../../platform/outbox/worker.ts'
import type { Throttle } from '../../platform/throttle/throttle.ts'
import { createIntake, type Intake } from './intake.ts'
import { createReceiveParts } from './parts.ts'
import { createProfileImage, type ProfileImage } from './profile-image.ts'
import { reencode } from './reencode.ts'
import { createRemoveImages, removeFromStorage } from './remove-images.ts'
import { openImageStorage } from './storage.ts'
import { findShownImage } from './store.ts'
import { tidyImages } from './tidy.ts'

/** How many images are processed at once: half of libuv's threads, so that passwords can be hashed meanwhile. */
const AT_WORK = 2

export type Images = ProfileImage & {
  handlers: WorkHandler[]
  intake: Intake
  /** Finds a shown image by its name: its type, and a function that reads its bytes. */
  find(name: string): Promise<{ contentType: string; read(): Promise<Uint8Array | undefined> } | undefined>
  /** Deletes parts and images that were left behind. */
  tidy(now: number): Promise<void>
  close(): void
}

type Deps = {
  database: Database
  throttle: Throttle
  outbox: Outbox
  config: Pick<Config, 'dataDir' | 'imageBucket'>
  log: Log
}

/** Puts the module together: profile images are uploaded, stored and shown. */
export function createImages({ database, throttle, outbox, config, log }: Deps): Images {
  const directory = path.join(config.dataDir, 'images')
  const storage = openImageStorage({ bucket: config.imageBucket, directory }, log)
  const removeImages = createRemoveImages(outbox)

  /** An installation may do without what decodes images; then the log says what is missing. */
  const encodeAnew: typeof reencode = async (bytes, type) => {
    try {
      return await reencode(bytes, type)
    } catch (error) {
      if (error instanceof Refusal && error.code === 'images_unavailable')
        log.error({ err: error.cause }, 'profile images cannot be decoded')
      throw error
    }
  }

  const profileImage = createProfileImage({
    database,
    storage,
    removeImages,
    receivePart: createReceiveParts({ database, storage, removeImages }),
    inTurn: createTurns(AT_WORK),
    encodeAnew,
    imagesPerUser: throttle.limiter('image'),
    partsPerUser: throttle.limiter('image-part'),
  })

  return {
    ...profileImage,
    handlers: [removeFromStorage(storage)],
    intake: createIntake(),
    async find(name) {
      const image = await findShownImage(database.read, name)
      return image && { contentType: image.contentType, read: () => storage.get(name) }
    },
    tidy: (now) => tidyImages({ database, removeImages }, now),
    close: storage.close,
  }
}
