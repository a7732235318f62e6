import { expect, test } from 'vitest'
import { createOutput } from './output.ts'
import { collectPages, pagesOf, ROWS_PER_REQUEST, streamArray } from './pages.ts'

/** A list of `count` numbers that answers as the gateway does. */
function list(count: number) {
  const asked: { limit: number; cursor?: string }[] = []
  const ask = async (page: { limit: number; cursor?: string }) => {
    asked.push(page)
    const start = Number(page.cursor ?? 0)
    const data = Array.from({ length: Math.min(page.limit, count - start) }, (_, index) => ({ number: start + index }))
    const end = start + data.length
    return { data, next_cursor: end < count ? String(end) : null }
  }
  return { ask, asked }
}

function written() {
  let text = ''
  const writes: string[] = []
  const stdout = {
    write(one: string, done?: (error?: Error | null) => void) {
      text += one
      writes.push(one)
      done?.()
    },
  }
  return { output: createOutput({ stdout, stderr: stdout }, true), text: () => text, writes }
}

test.each([
  [0, 1],
  [1, 1],
  [ROWS_PER_REQUEST, 1],
  [ROWS_PER_REQUEST + 1, 2],
  [3 * ROWS_PER_REQUEST, 3],
])('a list of %i rows is read whole, in %i requests', async (count, requests) => {
  const { ask, asked } = list(count)
  expect(await collectPages(pagesOf(undefined, ask))).toHaveLength(count)
  expect(asked).toHaveLength(requests)
})

test('a limit asks for no more rows than that', async () => {
  const { ask, asked } = list(5000)
  expect(await collectPages(pagesOf(ROWS_PER_REQUEST + 7, ask))).toHaveLength(ROWS_PER_REQUEST + 7)
  expect(asked.map(({ limit }) => limit)).toEqual([ROWS_PER_REQUEST, 7])
})

test.each([0, 1, 2, ROWS_PER_REQUEST + 3])('%i streamed rows are the text of the whole array', async (count) => {
  const { output, text } = written()
  await streamArray(pagesOf(undefined, list(count).ask), output)
  const rows = Array.from({ length: count }, (_, number) => ({ number }))
  expect(text()).toBe(`${JSON.stringify(rows, null, 2)}\n`)
})

test('an array whose second page fails has no end', async () => {
  const { output, text } = written()
  const { ask } = list(5000)
  const failing = async (page: { limit: number; cursor?: string }) => {
    if (page.cursor !== undefined) throw new Error('no answer')
    return ask(page)
  }
  await expect(streamArray(pagesOf(undefined, failing), output)).rejects.toThrow('no answer')
  expect(text()).toContain('"number": 0')
  expect(() => JSON.parse(text())).toThrow()
})
