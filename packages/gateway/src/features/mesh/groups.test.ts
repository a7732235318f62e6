import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { StreamInfo } from '../../transport/messaging/jetstream.ts'
import { rememberGroup } from './groups.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const on = (leader: string | undefined, ...others: string[]): StreamInfo => ({
  config: { name: 's', num_replicas: 1 + others.length },
  state: { first_seq: 1, last_seq: 1, messages: 1 },
  cluster: { ...(leader && { leader }), replicas: others.map((name) => ({ name, current: true })) },
})

test.each<[string, StreamInfo, StreamInfo, boolean]>([
  ['nothing happens', on('n0', 'n1'), on('n0', 'n1'), true],
  ['another leads', on('n0', 'n1'), on('n1', 'n0'), true],
  ['none leads', on('n0', 'n1'), on(undefined, 'n1', 'n0'), true],
  ['one is added', on('n0'), on('n0', 'n1'), false],
  ['one is taken away', on('n0', 'n1'), on('n0'), false],
  ['one is exchanged', on('n0', 'n1'), on('n0', 'n2'), false],
])('a group is the same as long as the same servers are in it: %s', (_what, before, after, expected) => {
  const memory = {}
  const first = rememberGroup(memory, before).since
  vi.advanceTimersByTime(1000)
  expect(rememberGroup(memory, after).since === first).toBe(expected)
})
