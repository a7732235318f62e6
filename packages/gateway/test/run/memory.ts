import { statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'

const SHARED_MEMORY = '/dev/shm'
/** What a run has there is far below it. */
const ROOM_BYTES = 4 * 1024 ** 3

/**
 * The folder for the data of test gateways: in memory where there is room (Linux), because a commit that waits for a
 * disk takes a hundred times as long, and ten times the processor time; else that for temporary files.
 */
export const DATA_FOLDER = hasRoom() ? SHARED_MEMORY : tmpdir()

function hasRoom(): boolean {
  try {
    const { bavail, bsize } = statfsSync(SHARED_MEMORY)
    return bavail * bsize > ROOM_BYTES
  } catch {
    return false
  }
}
