import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import SqliteDriver, { type Database as Connection } from 'better-sqlite3'
import { Kysely, SqliteDialect, sql } from 'kysely'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { OFTEN } from '../../../test/database/checkpoint-sizes.ts'
import { type CheckpointSizes, type Checkpoints, createCheckpoints, startCheckpointThread } from './checkpoints.ts'
import { createGroupCommit } from './group-commit.ts'
import type { Schema } from './schema.ts'

const PAGE = 4120
let folder: string
let file: string
let writer: Connection
let checkpoints: Checkpoints
let threads: Worker[]
let written: number

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'quiva-checkpoints-'))
  file = path.join(folder, 'test.db')
  threads = []
  written = 0
  writer = new SqliteDriver(file)
  writer.pragma('journal_mode = WAL')
  writer.exec('create table rows (id integer primary key, text text)')
})
afterEach(async () => {
  await checkpoints?.close()
  expect(threads.every(({ threadId }) => threadId === -1)).toBe(true)
  writer.close()
  rmSync(folder, { recursive: true })
})

/** A group commit whose checkpoints these are; `write` adds so many rows, each of about a page, by four clients. */
function open(sizes: Partial<CheckpointSizes>, start = startCheckpointThread) {
  checkpoints = createCheckpoints(file, writer, { ...OFTEN, ...sizes }, (name) => {
    const thread = start(name)
    threads.push(thread)
    return thread
  })
  const db = new Kysely<Schema>({ dialect: new SqliteDialect({ database: writer }) })
  const commits = createGroupCommit(writer, db, checkpoints)
  const addRow = () =>
    commits.transaction((tx) => sql`insert into rows (text) values (${'x'.repeat(3500)})`.execute(tx.db))
  return async (count: number) => {
    const until = written + count
    const client = async () => {
      while (written < until) {
        written += 1
        await addRow()
      }
    }
    await Promise.all([client(), client(), client(), client()])
  }
}
const logPages = () => statSync(`${file}-wal`).size / PAGE
const rows = () => writer.prepare('select count(*) from rows').pluck().get()
/** Whether every page is in the database file. */
const isCopied = () => {
  const { log, checkpointed } = writer.prepare('pragma wal_checkpoint(noop)').get() as Record<string, number>
  return log === checkpointed
}

test('the log is bounded however much is written, without a checkpoint of SQLite itself', async () => {
  const write = open({})
  await write(60)
  // The first round lasts until the thread has started.
  await vi.waitFor(() => expect(isCopied()).toBe(true), 10_000)
  await write(4000)
  // Each row takes more than one page. How many are written during one pass depends on the machine.
  expect(logPages()).toBeLessThan(written / 2)
  expect([rows(), threads.length]).toEqual([written, 1])
})

test('whoever writes little never starts the thread; a thread that has nothing to do empties the log and ends', async () => {
  const write = open({ idleMs: 30 })
  await write(5)
  expect(threads).toEqual([])
  await write(100)
  await vi.waitFor(() => expect(threads[0]?.threadId).toBe(-1), 10_000)
  expect(statSync(`${file}-wal`).size).toBe(0)
  await write(100)
  await vi.waitFor(() => expect(threads[1]?.threadId).toBe(-1), 10_000)
  expect(rows()).toBe(written)
})

test.each([
  [
    'dies at once, again and again',
    (name: string) => {
      const thread = startCheckpointThread(name)
      void thread.terminate()
      return thread
    },
  ],
  ['cannot open the file', () => startCheckpointThread(path.join(folder, 'missing', 'test.db'))],
  ['does not run at all', () => new Worker('throw new Error("on purpose")', { eval: true })],
  ['never answers', () => new Worker('setInterval(() => {}, 1000)', { eval: true })],
])('the log is bounded when the thread %s: SQLite copies the pages', async (_what, start) => {
  const write = open({ inlineAt: 200, holdBelow: 1_000_000, longestHoldMs: 50, retryMs: 100 }, start)
  await write(600)
  expect(threads.length).toBeGreaterThan(0)
  expect(logPages()).toBeLessThan(260)
  expect(rows()).toBe(written)
})

test('a transaction waits for the last pass of a round and no longer', async () => {
  const write = open({ beginAt: 1, holdBelow: 1_000_000 })
  await write(1)
  const held = checkpoints.held()
  expect(held).toBeInstanceOf(Promise)
  await held
  expect([checkpoints.held(), isCopied()]).toEqual([undefined, true])
  // The next write begins the log anew.
  await write(1)
  expect(writer.prepare('pragma wal_checkpoint(noop)').get()).toMatchObject({ checkpointed: 0 })
})

test('a process that is killed in the middle of checkpoints keeps every row that it acknowledged', async () => {
  const program = fileURLToPath(new URL('../../../test/database/writing-child.ts', import.meta.url))
  const own = path.join(folder, 'own.db')
  const child = spawn(process.execPath, [program, own], { stdio: ['ignore', 'pipe', 'inherit'] })
  const acknowledged: string[] = []
  for await (const line of createInterface(child.stdout)) {
    acknowledged.push(line)
    if (acknowledged.length === 1000) child.kill('SIGKILL')
  }
  expect(acknowledged.length).toBeGreaterThanOrEqual(1000)
  // Several times as much was written: there were rounds.
  expect(statSync(`${own}-wal`).size / PAGE).toBeLessThan(1000)
  const after = new SqliteDriver(own)
  const stored = new Set(after.prepare('select name from settings').pluck().all())
  expect(acknowledged.filter((name) => !stored.has(name))).toEqual([])
  expect(after.pragma('integrity_check', { simple: true })).toBe('ok')
  after.close()
})
