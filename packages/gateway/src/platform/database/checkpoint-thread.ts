/**
 * The program of the thread that checkpoints.ts starts: it copies pages from the write-ahead log into the database file
 * through a connection of its own.
 */
import { parentPort, workerData } from 'node:worker_threads'
import SqliteDriver from 'better-sqlite3'

/** TRUNCATE also makes the log empty; it waits for nobody, since nobody writes then. */
export type CheckpointMode = 'PASSIVE' | 'TRUNCATE'

/** `error` if the checkpoint failed: the disk is full or cannot be written, for example. */
export type CheckpointReport = { error: string | undefined }

const connection = new SqliteDriver(String(workerData), { fileMustExist: true, timeout: 0 })
// With the two syncs of a checkpoint: the log before its pages are copied, the file before the log is used again.
connection.pragma('synchronous = FULL')

parentPort?.on('message', (order: CheckpointMode | 'end') => {
  if (order !== 'end') return parentPort?.postMessage(checkpoint(order))
  connection.close()
  parentPort?.close()
})

function checkpoint(mode: CheckpointMode): CheckpointReport {
  try {
    connection.pragma(`wal_checkpoint(${mode})`)
    return { error: undefined }
  } catch (error) {
    return { error: String(error) }
  }
}
