import type { BucketAddress } from '../../platform/config/config.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import type { Log } from '../../platform/log.ts'
import { openBucket } from './bucket.ts'
import { openFolder } from './folder.ts'

/**
 * The storage of images and their parts. The gateway generates random names, and the bytes under a name never change:
 * storing them again, or removing a name that is not there, does no harm.
 */
export type ImageStorage = {
  put(name: string, bytes: Uint8Array): Promise<void>
  /** Undefined if nothing is stored under the name. */
  get(name: string): Promise<Uint8Array | undefined>
  remove(name: string): Promise<void>
  close(): void
}

/**
 * A bucket if one is configured, else a folder. Any failure of the storage becomes `images_unavailable`; the log has
 * the reason.
 */
export function openImageStorage(
  { bucket, directory }: { bucket: BucketAddress | undefined; directory: string },
  log: Log,
): ImageStorage {
  const storage = bucket ? openBucket(bucket) : openFolder(directory)

  async function attempt<T>(operation: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      log.error({ err: error, operation }, 'the image storage failed')
      throw new Refusal('images_unavailable', { cause: error })
    }
  }

  return {
    put: (name, bytes) => attempt('put', () => storage.put(name, bytes)),
    get: (name) => attempt('get', () => storage.get(name)),
    remove: (name) => attempt('remove', () => storage.remove(name)),
    close: () => storage.close(),
  }
}
