import { expect, test } from 'vitest'
import type { StreamConfig, StreamInfo } from '../../transport/messaging/jetstream.ts'
import type { CopyState } from '../../transport/messaging/stream-copies.ts'
import type { Wholeness } from './copies.ts'
import { cureOf } from './cure.ts'
import { type Goal, type Host, tagOf } from './placement.ts'

const hosts: Host[] = ['eu', 'eu', 'eu', 'us', 'us', 'us'].map((region, index) => ({
  name: `n${index}`,
  tags: [`region:${region}`],
}))
const goal: Goal = { replicas: 3, tag: tagOf(['us']), mostReplicas: 3 }

function stream(leader: string | undefined, servers: string[], config: Partial<StreamConfig> = {}): StreamInfo {
  const replicas = servers.filter((name) => name !== leader).map((name) => ({ name, current: true }))
  return {
    config: { name: 's', num_replicas: 3, placement: { tags: ['region:us'] }, ...config },
    state: { first_seq: 1, last_seq: 9, messages: 9 },
    cluster: { ...(leader !== undefined && { leader }), replicas },
  }
}
const held = (...states: [name: string, first: number, last: number][]): Map<string, CopyState> =>
  new Map(states.map(([name, first, last]) => [name, { first_seq: first, last_seq: last, messages: last - first + 1 }]))
const cure = (from: StreamInfo, holders: Map<string, CopyState> | null, wholeness: Wholeness = 'whole') =>
  cureOf({ stream: from, wholeness, holders }, goal, hosts)

const leaderless = stream(undefined, ['n3', 'n4', 'n5'])

test('without a leader: down to one copy, if all are alike, for then it matters not which one the servers keep', () => {
  expect(cure(leaderless, held(['n3', 1, 9], ['n4', 1, 9], ['n5', 1, 9]))).toEqual({
    ...leaderless.config,
    num_replicas: 1,
  })
})

test.each<[string, Map<string, CopyState> | null]>([
  ['one lacks the newest', held(['n3', 1, 9], ['n4', 1, 8], ['n5', 1, 9])],
  ['one lacks the first', held(['n3', 1, 9], ['n4', 3, 9], ['n5', 1, 9])],
  ['one is not there', held(['n3', 1, 9], ['n5', 1, 9])],
  ['one that is no member holds more', held(['n0', 1, 20], ['n3', 1, 9], ['n4', 1, 9], ['n5', 1, 9])],
  ['nobody tells', null],
])('without a leader nothing is touched where %s', (_what, holders) => expect(cure(leaderless, holders)).toBeNull())

test('of a move that does not end, the copy that leads is kept', () => {
  const both = stream('n0', ['n0', 'n1', 'n2', 'n3', 'n4', 'n5'])
  expect(cure(both, null)).toEqual({ ...both.config, num_replicas: 1 })
  expect(cure(both, null, 'misled')).toBeNull()
})

test('of a single copy that is on its way, both servers become members, since less than one is none', () => {
  const single = stream('n0', ['n0', 'n3'], { num_replicas: 1 })
  expect(cure(single, null)).toEqual({ ...single.config, num_replicas: 2 })
})

test('a stream that has its copies elsewhere than it says is told once more to move', () => {
  const at = stream('n0', ['n0', 'n1', 'n2'], { placement: { tags: ['ssd', 'region:us'] } })
  expect(cure(at, null)).toEqual({ ...at.config, placement: { tags: ['ssd'] } })
  expect(cure(stream('n0', ['n0', 'n1', 'n2']), null)?.placement).toBeUndefined()
})

test('what only takes time is left alone', () => {
  expect(cure(stream('n3', ['n3', 'n4', 'n5']), null, 'filling')).toBeNull()
  const { cluster: _, ...alone } = leaderless
  expect(cure(alone, null)).toBeNull()
})
