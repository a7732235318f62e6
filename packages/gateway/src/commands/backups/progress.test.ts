import { expect, it, vi } from 'vitest'
import { createProgress } from './progress.ts'

function show(isTTY: boolean): string {
  vi.useFakeTimers({ toFake: ['performance'] })
  let written = ''
  const write = (text: string) => {
    written += text
  }
  const progress = createProgress({ isTTY, write })
  for (const done of [0, 1, 2, 3]) {
    progress.show(`copying: ${progress.part(done, 3)}`)
    vi.advanceTimersByTime(60)
  }
  progress.clear()
  vi.useRealTimers()
  return written
}

it('how far it is stands in one line of a terminal, ten times a second at most, and is gone at the end', () => {
  expect(show(true)).toBe('\r\u001b[Kcopying: 0 %\r\u001b[Kcopying: 66 %\r\u001b[K')
})

it('the log of a backup that nobody watches has no line of it', () => {
  expect(show(false)).toBe('')
})

it('the backup of an empty file is at its end at once', () => {
  expect(createProgress().part(0, 0)).toBe('100 %')
})
