import { StartupError } from '../../platform/errors/startup-error.ts'
import type { Digest } from './file-digest.ts'

/** The first record of the secrets: which database they belong to. */
export type Manifest = { created_at: string; database: Digest }

export function readManifest(about: object, file: string): Manifest {
  if ('created_at' in about && 'database' in about && typeof about.created_at === 'string') {
    const { created_at, database } = about
    if (typeof database === 'object' && database && 'bytes' in database && 'sha256' in database) {
      const { bytes, sha256 } = database
      if (typeof bytes === 'number' && typeof sha256 === 'string') return { created_at, database: { bytes, sha256 } }
    }
  }
  throw new StartupError(`${file} is not a file that this version of the gateway can read.`)
}
