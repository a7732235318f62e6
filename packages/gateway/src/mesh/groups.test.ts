import { expect, test } from 'vitest'
import type { StreamInfo } from '../messaging/jetstream.ts'
import { isGrown, rememberGroup } from './groups.ts'

const on = (leader: string, ...others: string[]): StreamInfo => ({
  config: { name: 's', num_replicas: 1 + others.length },
  state: { first_seq: 1, last_seq: 1, messages: 1 },
  cluster: { leader, replicas: others.map((name) => ({ name, current: true })) },
})

test.each<[string, StreamInfo[], boolean]>([
  ['one copy', [on('n0')], true],
  ['copies added to it', [on('n0'), on('n0', 'n1'), on('n0', 'n1', 'n2')], true],
  ['which leads again', [on('n0'), on('n0', 'n1'), on('n1', 'n0'), on('n0', 'n1')], true],
  ['another leads', [on('n0'), on('n0', 'n1'), on('n1', 'n0')], false],
  ['one was taken away', [on('n0'), on('n0', 'n1', 'n2'), on('n0', 'n1')], false],
  ['one was exchanged', [on('n0'), on('n0', 'n1'), on('n0', 'n2')], false],
  ['seen for the first time', [on('n0', 'n1')], false],
  ['down to one and up again', [on('n0', 'n1'), on('n1'), on('n1', 'n0')], true],
])('copies that grew out of the one that leads: %s', (_what, history, expected) => {
  const memory = {}
  const [last] = history.map((stream) => ({ stream, group: rememberGroup(memory, stream) })).slice(-1)
  expect(last && isGrown(last.stream, last.group)).toBe(expected)
})
