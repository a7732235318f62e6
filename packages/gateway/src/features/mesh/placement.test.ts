import { describe, expect, test } from 'vitest'
import type { StreamConfig, StreamInfo } from '../../transport/messaging/jetstream.ts'
import type { Wholeness } from './copies.ts'
import { type Copies, type Goal, type Host, nextStep, tagOf, tagsOfServer, WHOLE_FOR_MS } from './placement.ts'

const KNOWN = ['eu', 'us', 'au']
const hosts: Host[] = ['eu', 'eu', 'eu', 'us', 'us'].map((region, index) => ({
  name: `n${index}`,
  tags: tagsOfServer(region, KNOWN),
}))
const goal = (replicas: number, regions: string[], mostReplicas = 5): Goal => ({
  replicas,
  tag: tagOf(regions),
  mostReplicas,
})

/** Copies that all have everything, long since, and of which nothing else is known. */
const WHOLE: Copies = { wholeness: 'whole', wholeForMs: WHOLE_FOR_MS }

/** A stream whose first server leads, all copies being up to date. */
function stream(servers: string[], tags: string[] | null, more: Partial<StreamConfig> = {}): StreamInfo {
  const [leader = '', ...others] = servers
  const placement = tags && { placement: { tags } }
  return {
    config: { name: 's', subjects: ['s'], num_replicas: servers.length, ...placement, ...more },
    state: { first_seq: 1, last_seq: 0, messages: 0 },
    cluster: { leader, replicas: others.map((name) => ({ name, current: true })) },
  }
}

/** What becomes of a stream whose servers do as they are told: copies and tags after each update. */
function story(from: StreamInfo, to: Goal): string[] {
  let config = from.config
  const steps: string[] = []
  for (;;) {
    const fitting = hosts.filter((host) => (config.placement?.tags ?? []).every((tag) => host.tags.includes(tag)))
    const servers = fitting.slice(0, config.num_replicas).map(({ name }) => name)
    const step = nextStep({ ...stream(servers, null), config }, WHOLE, to, hosts)
    if (step.kind === 'placed') return steps
    if (step.kind !== 'update' || steps.length > 5) throw new Error(`stands still after ${steps.join()}`)
    config = step.config
    steps.push(`${config.num_replicas} ${config.placement?.tags?.join() ?? 'anywhere'}`)
  }
}

describe('the way of a stream, one update at a time, each of which a server can meet', () => {
  test.each<[string, StreamInfo, Goal, string[]]>([
    ['nothing to do', stream(['n0'], ['region:eu']), goal(1, ['eu']), []],
    ['more copies', stream(['n0'], ['region:eu']), goal(3, ['eu']), ['2 region:eu', '3 region:eu']],
    ['fewer copies', stream(['n0', 'n1', 'n2'], ['region:eu']), goal(1, ['eu']), ['1 region:eu']],
    [
      'where its client put it, to three copies',
      stream(['n4'], null),
      goal(3, ['eu']),
      ['2 anywhere', '3 anywhere', '3 region:eu'],
    ],
    [
      'a single copy moves with as many as both regions have servers for',
      stream(['n0'], ['region:eu']),
      goal(1, ['us']),
      ['2 region:eu', '2 region:us', '1 region:us'],
    ],
    ['alone where the claims allow one copy only', stream(['n0'], ['region:eu']), goal(1, ['us'], 1), ['1 region:us']],
    [
      'several move together, and never are there fewer',
      stream(['n0', 'n1', 'n2'], ['region:eu']),
      goal(5, ['us', 'eu']),
      ['3 regions:eu+us', '5 regions:eu+us'],
    ],
    [
      'five, to a region that has fewer servers',
      stream(['n0', 'n1', 'n2', 'n3', 'n4'], ['regions:eu+us']),
      goal(1, ['us']),
      ['2 regions:eu+us', '2 region:us', '1 region:us'],
    ],
    [
      'from a number that only clients ask for',
      stream(['n0', 'n1', 'n2', 'n3'], ['regions:eu+us']),
      goal(5, ['eu', 'us']),
      ['5 regions:eu+us'],
    ],
    [
      'five, to a region with three',
      stream(['n0', 'n1', 'n2', 'n3', 'n4'], ['regions:eu+us']),
      goal(3, ['eu']),
      ['3 regions:eu+us', '3 region:eu'],
    ],
  ])('%s', (_what, from, to, steps) => expect(story(from, to)).toEqual(steps))
})

test('an update changes nothing but copies and region: the rest goes back as it came, other tags stay', () => {
  const more = { num_replicas: 1, placement: { cluster: 'c', tags: ['ssd', 'region:us'] }, metadata: { a: 'b' } }
  const step = nextStep(stream(['n0'], null, more), WHOLE, goal(1, ['eu']), hosts)
  expect(step).toEqual({
    kind: 'update',
    needs: 'rest',
    config: { name: 's', subjects: ['s'], ...more, placement: { cluster: 'c', tags: ['region:eu', 'ssd'] } },
  })
})

describe('a stream that is on its way is left alone until it has arrived', () => {
  const eu = ['region:eu']
  const moving = (reason: string) => ({ kind: 'moving', reason })
  test.each<[string, StreamInfo, object]>([
    [
      'no leader',
      { ...stream(['n0'], eu), cluster: { replicas: [{ name: 'n0', current: false }] } },
      moving('it has no leader'),
    ],
    [
      'more copies than it shall have',
      stream(['n0', 'n1', 'n2', 'n3'], eu, { num_replicas: 3 }),
      moving('4 servers have it instead of 3'),
    ],
    [
      'fewer copies than it shall have',
      stream(['n0', 'n1'], eu, { num_replicas: 3 }),
      moving('2 servers have it instead of 3'),
    ],
    [
      'copies that are still elsewhere',
      stream(['n0', 'n1', 'n4'], eu),
      moving('some of its servers are in other regions'),
    ],
    [
      'a leader that is still elsewhere',
      stream(['n4', 'n1', 'n2'], eu),
      moving('some of its servers are in other regions'),
    ],
    [
      'a copy that is behind',
      {
        ...stream(['n0', 'n1', 'n2'], eu),
        cluster: {
          leader: 'n0',
          replicas: [
            { name: 'n1', current: false },
            { name: 'n2', current: true },
          ],
        },
      },
      moving('some copies are not up to date'),
    ],
    [
      'a copy on a server that is away',
      {
        ...stream(['n0', 'n1', 'n2'], eu),
        cluster: {
          leader: 'n0',
          replicas: [
            { name: 'n1', current: false, offline: true },
            { name: 'n2', current: true },
          ],
        },
      },
      { kind: 'stuck', reason: 'waits for n1' },
    ],
  ])('%s', (_what, from, step) => expect(nextStep(from, WHOLE, goal(3, ['eu']), hosts)).toEqual(step))

  test('and so it is where a server stands alone', () => {
    const { cluster: _, ...alone } = stream(['n0'], eu)
    expect(nextStep(alone, WHOLE, goal(1, ['eu']), hosts)).toEqual({ kind: 'placed' })
  })
})

describe('what the copies hold comes first', () => {
  const three = stream(['n0', 'n1', 'n2'], ['region:eu'])
  const step = (wholeness: Wholeness) => nextStep(three, { ...WHOLE, wholeness }, goal(5, ['eu', 'us']), hosts)
  test('time for those that are filling', () =>
    expect(step('filling')).toEqual({ kind: 'moving', reason: 'some copies are not complete' }))
  test('another leader for one that lacks something', () => expect(step('misled')).toEqual({ kind: 'lead' }))
  test("the leader's alone, at once, where others lack something for good", () =>
    expect(step('broken')).toEqual({ kind: 'update', needs: 'nothing', config: { ...three.config, num_replicas: 1 } }))
  test('and consumers get new leaders before a group of three grows', () =>
    expect(nextStep(three, WHOLE, { ...goal(5, ['eu']), replicas: 5 }, hosts)).toMatchObject({ needs: 'new leaders' }))
})

describe('no copy is given up before all have been whole for a while', () => {
  const waits = { kind: 'moving', reason: 'all copies are complete, but not for long enough yet' }
  const three = stream(['n0', 'n1', 'n2'], ['region:eu'])
  const step = (from: StreamInfo, wholeForMs: number, to: Goal) =>
    nextStep(from, { wholeness: 'whole', wholeForMs }, to, hosts)
  test.each<[string, Goal]>([
    ['when there shall be fewer', goal(1, ['eu'])],
    ['when it moves', goal(3, ['eu', 'us'])],
    ['when it moves to where fewer servers are', goal(1, ['us'])],
  ])('%s', (_what, to) => {
    expect(step(three, WHOLE_FOR_MS - 1, to)).toEqual(waits)
    expect(step(three, WHOLE_FOR_MS, to)).toMatchObject({ kind: 'update' })
  })
  test('more copies need no such time, and neither does a single one', () => {
    expect(step(three, 0, goal(5, ['eu']))).toMatchObject({ kind: 'update', config: { num_replicas: 5 } })
    expect(step(stream(['n0'], ['region:eu']), 0, goal(1, ['us'], 1))).toMatchObject({ kind: 'update' })
  })
})

test('a server is tagged for its region and for every set of up to five regions with it', () => {
  expect(tagsOfServer('eu', KNOWN).toSorted()).toEqual([
    'region:eu',
    'regions:au+eu',
    'regions:au+eu+us',
    'regions:eu+us',
  ])
  const eight = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
  const tags = tagsOfServer('a', eight)
  expect(tags).toHaveLength(1 + 7 + 21 + 35 + 35)
  expect(tags).toContain(tagOf(['e', 'c', 'a', 'b', 'd']))
  expect(tags.some((tag) => tag.split('+').length > 5)).toBe(false)
})
