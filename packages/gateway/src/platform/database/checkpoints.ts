import path from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Database as Connection } from 'better-sqlite3'
import type { CheckpointMode, CheckpointReport } from './checkpoint-thread.ts'

/** Pages of the write-ahead log (4 KB each) and milliseconds. */
export type CheckpointSizes = {
  /** A round begins when so many pages are not copied yet: 32 MB. Pages that change often are copied less often. */
  beginAt: number
  /** If not more are left, the writer waits for the pass that copies them, the last one: a few milliseconds. */
  holdBelow: number
  /** When the log has so many (48 MB), the writer waits for the next pass, however much is left. */
  holdAbove: number
  /** From so many pages on, SQLite makes checkpoints itself after a commit: 64 MB. */
  inlineAt: number
  /** The writer waits no longer than that for a pass. */
  longestHoldMs: number
  /** The thread ends when it has had nothing to do for so long. */
  idleMs: number
  /** After a failure, the next try comes so much later. */
  retryMs: number
}

export const CHECKPOINT_SIZES: CheckpointSizes = {
  beginAt: 8000,
  holdBelow: 500,
  holdAbove: 12_000,
  inlineAt: 16_000,
  longestHoldMs: 1000,
  idleMs: 10_000,
  retryMs: 10_000,
}

/** Copies the pages of the write-ahead log into the database file, without the event loop. */
export type Checkpoints = {
  /** What the next transaction must wait for, if anything. */
  held(): Promise<void> | undefined
  /** To be called after each commit, when no transaction is open. */
  committed(): void
  close(): Promise<void>
}

/**
 * A checkpoint writes thousands of pages and waits for the disk twice, so it happens in a thread of its own, which
 * exists only while much is written. A *round* has several passes: while the first ones copy, the gateway goes on
 * writing, so that something is always left. The writer waits only for the last pass, the event loop does not: then
 * nothing is left, and SQLite begins the log anew at the next write. So the log has 32 MB and what is written during a
 * round, which is 16 MB at most and what is written during one pass.
 *
 * If the thread fails or falls behind, SQLite makes checkpoints on the event loop, from 64 MB on: slow, but bounded. A
 * process that is killed at any moment loses nothing: until the database file has a page, the log keeps it.
 */
export function createCheckpoints(
  file: string,
  writer: Connection,
  sizes = CHECKPOINT_SIZES,
  startThread = startCheckpointThread,
): Checkpoints {
  writer.pragma(`wal_autocheckpoint = ${sizes.inlineAt}`)
  const readSize = writer.prepare<[], { log: number; checkpointed: number }>('PRAGMA wal_checkpoint(NOOP)')
  let thread: Worker | undefined
  /** Of the last thread that was told to end. */
  let ended: Promise<unknown> = Promise.resolve()
  let inRound = false
  let hold: { until: Promise<void>; release: () => void } | undefined
  let idle: NodeJS.Timeout | undefined
  let notBefore = 0
  let closing = false

  /** The pages of the log, and how many of them are not copied yet. */
  function size(): { pages: number; left: number } {
    // SQLite does not say while a transaction is open: a pass then copies what it may.
    if (writer.inTransaction) return { pages: 0, left: Number.POSITIVE_INFINITY }
    try {
      const { log = 0, checkpointed = 0 } = readSize.get() ?? {}
      return { pages: log, left: log - checkpointed }
    } catch {
      // The disk fails; whoever writes next learns it.
      return { pages: 0, left: 0 }
    }
  }

  function pass({ pages, left } = size()): void {
    inRound = true
    const isLast = left <= sizes.holdBelow || pages >= sizes.holdAbove
    if (isLast) holdWriter()
    ask('PASSIVE', ({ error }) => {
      const now = size()
      if (error === undefined && !isLast && now.left > 0 && !closing) return pass(now)
      inRound = false
      // Something keeps pages from being copied: a full disk, or another program that reads for a long time.
      if (error !== undefined || now.left >= sizes.beginAt) notBefore = performance.now() + sizes.retryMs
      clearTimeout(idle)
      if (!closing && thread) idle = setTimeout(rest, sizes.idleMs).unref()
    })
  }

  /** Empties the log, which nobody has needed for a while, and ends the thread. */
  function rest(): void {
    if (inRound || !thread || writer.inTransaction) return
    inRound = true
    holdWriter()
    ask('TRUNCATE', () => {
      inRound = false
      void end()
    })
  }

  function ask(mode: CheckpointMode, then: (report: CheckpointReport) => void): void {
    const current = thread ?? start()
    const settle = (report: CheckpointReport) => {
      current?.off('message', settle).off('exit', onExit)
      letWriterGo()
      then(report)
    }
    const onExit = () => settle({ error: 'the thread ended' })
    if (!current) onExit()
    current?.on('message', settle).on('exit', onExit).postMessage(mode)
  }

  /** Whatever is wrong with a thread ends it, or keeps it from starting: then SQLite makes the checkpoints. */
  function start(): Worker | undefined {
    let started: Worker
    try {
      started = startThread(file)
    } catch {
      return undefined
    }
    started.on('error', () => {})
    started.once('exit', () => {
      if (thread === started) thread = undefined
    })
    started.unref()
    thread = started
    return started
  }

  function end(): Promise<unknown> {
    const last = thread
    thread = undefined
    if (!last) return ended
    last.ref()
    const overdue = setTimeout(() => void last.terminate(), sizes.longestHoldMs)
    ended = new Promise((resolve) => last.once('exit', resolve)).then(() => clearTimeout(overdue))
    last.postMessage('end')
    return ended
  }

  function holdWriter(): void {
    if (hold) return
    const { promise, resolve } = Promise.withResolvers<void>()
    const overdue = setTimeout(letWriterGo, sizes.longestHoldMs)
    hold = {
      until: promise,
      release() {
        clearTimeout(overdue)
        resolve()
      },
    }
  }

  function letWriterGo(): void {
    hold?.release()
    hold = undefined
  }

  return {
    held: () => hold?.until,
    committed() {
      if (inRound || closing || performance.now() < notBefore) return
      const now = size()
      if (now.left >= sizes.beginAt) pass(now)
    },
    async close() {
      closing = true
      clearTimeout(idle)
      letWriterGo()
      await end()
    },
  }
}

export function startCheckpointThread(file: string): Worker {
  // Neither secrets nor options of this process are its business.
  const options = { workerData: file, env: {}, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: 32 } }
  // TypeScript in a clone, JavaScript in the package that people install.
  const thread = `checkpoint-thread${path.extname(import.meta.filename)}`
  return new Worker(path.join(import.meta.dirname, thread), options)
}
