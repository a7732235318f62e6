import { describe, expect, it } from 'vitest'
import { createReport } from './report.ts'

const up = (url = 'http://a') => ({ connected: true, url, trouble: undefined })
const connecting = { connected: false, url: undefined, trouble: undefined }
const lost = (trouble: string) => ({ connected: false, url: undefined, trouble })

/** The lines that an operator reads, and a clock to set. */
function open(processes: number, maxStaleMs = 0) {
  const lines: string[] = []
  const clock = { now: 0 }
  const report = createReport(
    { processes, maxStaleMs },
    (line) => lines.push(line.trimEnd()),
    () => clock.now,
  )
  return { lines, clock, report }
}

describe('on standard error quiva-edge says', () => {
  it('once why it has no gateway and what to do, and once that it has one', () => {
    const { lines, report } = open(1)
    for (const state of [connecting, lost('4401 no'), lost('4401 no'), up(), up(), connecting, lost('4503 draining')])
      report([state])
    expect(lines).toEqual([
      'quiva-edge has no gateway and lets nobody through: 4401 no (QUIVA_API_KEY is no key of this gateway, or it was deleted or has expired). It tries again.',
      'quiva-edge is connected to http://a',
      'quiva-edge has no gateway and lets nobody through: 4503 draining. It tries again.',
    ])
  })

  it('another reason at most once a minute: two gateways that fail differently do not fill the log', () => {
    const { lines, clock, report } = open(1)
    // Two minutes, at each half second the other gateway.
    for (let n = 0; n <= 240; n += 1) {
      clock.now = n * 500
      report([lost(n % 2 === 0 ? '4503 draining' : '1006')])
    }
    expect(lines.map((line) => line.split(': ')[1]?.slice(0, 4))).toEqual(['4503', '1006'])
    // A change of the state is said at once.
    report([up()])
    report([lost('4503 draining')])
    expect(lines).toHaveLength(4)
  })

  it('how many processes have lost it, at once when it is the last one', () => {
    const { lines, clock, report } = open(2)
    report([up()])
    expect(lines).toEqual([])
    report([up('http://b'), up('http://a')])
    report([up(), lost('4503 draining')])
    report([lost('4503 draining'), lost('4503 draining')])
    report([lost('4503 draining'), up()])
    clock.now = 60_000
    report([lost('4503 draining'), up()])
    report([connecting, up()])
    report([up(), up()])
    expect(lines).toEqual([
      'quiva-edge is connected to http://a, http://b',
      'quiva-edge: 1 of 2 processes have no gateway and let nobody through: 4503 draining. They try again.',
      'quiva-edge: 2 of 2 processes have no gateway and let nobody through: 4503 draining. They try again.',
      'quiva-edge: 1 of 2 processes have no gateway and let nobody through: 4503 draining. They try again.',
      'quiva-edge is connected to http://a',
    ])
  })

  it('nothing untrue where remembered credentials are honoured without a gateway', () => {
    for (const processes of [1, 2]) {
      const { lines, report } = open(processes, 30_000)
      report(Array.from({ length: processes }, () => lost('1006')))
      expect(lines).toEqual([expect.stringMatching(/no gateway: 1006 \(check QUIVA_URL/)])
    }
  })
})
