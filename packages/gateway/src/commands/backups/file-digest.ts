import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'

const CHUNK_BYTES = 1 << 20

/** How a file of a backup is recognised. */
export type Digest = { bytes: number; sha256: string }
type Tell = (done: number, total: number) => void

/** Reads a file, and copies it if there is a `to`, a new file (mode 0600) whose content is on the disk afterwards. */
export async function digestFile(from: string, tell: Tell, to?: string): Promise<Digest> {
  const source = await open(from, 'r')
  try {
    const target = to === undefined ? undefined : await open(to, 'wx', 0o600)
    try {
      const digest = await pass(source, target, tell)
      await target?.sync()
      return digest
    } finally {
      await target?.close()
    }
  } finally {
    await source.close()
  }
}

async function pass(source: FileHandle, target: FileHandle | undefined, tell: Tell): Promise<Digest> {
  const { size } = await source.stat()
  const sum = createHash('sha256')
  const chunk = Buffer.alloc(CHUNK_BYTES)
  let bytes = 0
  for (;;) {
    const { bytesRead } = await source.read(chunk, 0, CHUNK_BYTES, bytes)
    if (bytesRead === 0) return { bytes, sha256: sum.digest('hex') }
    const read = chunk.subarray(0, bytesRead)
    sum.update(read)
    await target?.writeFile(read)
    bytes += bytesRead
    tell(bytes, size)
  }
}
