import { Readable } from 'node:stream'
import { expect, it } from 'vitest'
import { createPace } from './pace.ts'

const KIB = 1024

/** Reads so many pieces of 64 KiB; resolves to the seconds that it took. */
async function read(pieces: number, pace: ReturnType<typeof createPace> | undefined): Promise<number> {
  const body = Readable.from(Array.from({ length: pieces }, () => Buffer.alloc(64 * KIB)))
  const start = performance.now()
  body.on('data', (piece: Buffer) => pace?.read(body, piece.length))
  await new Promise((resolve) => body.once('end', resolve))
  return (performance.now() - start) / 1000
}

it('lets no more than its rate through, over all bodies that share it', async () => {
  const pace = createPace(4096 * KIB)
  // 2 MiB at 4 MiB a second, less what may come at once.
  const seconds = await Promise.all([read(16, pace), read(16, pace)])
  expect(Math.max(...seconds)).toBeGreaterThan(0.4)
})

it('does not slow down what comes slower than that', async () => {
  expect(await read(16, createPace(4096 * 1024 * KIB))).toBeLessThan((await read(16, createPace(1024 * KIB))) / 2)
})
