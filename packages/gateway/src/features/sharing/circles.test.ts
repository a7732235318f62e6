import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fastestOf } from '../../../test/http/pace.ts'
import { overlap } from '../../transport/messaging/subjects.ts'
import { closesCircle, createFindsCircle, type ServiceImport } from './circles.ts'

/** `importer exporter subject local`, the local subject being the same if it is left out. */
const imports = (...lines: string[]): ServiceImport[] =>
  lines.map((line) => {
    const [importer = '', exporter = '', subject = '', localSubject = subject] = line.split(' ')
    return { importer, exporter, subject, localSubject }
  })
const closes = (added: string, ...lines: string[]) => {
  const [one] = imports(added)
  return one && closesCircle(one, imports(...lines))
}

test.each<[string, string, string[]]>([
  ['the first import there is', 'i x api.>', []],
  ['mutual, under subjects of their own', 'x y get.b y.b', ['y x get.a x.a']],
  ['a chain', 'i x api.> x.>', ['x y api.> y.>', 'y z api.> z.>']],
  ['a chain that collides all along', 'i x api.>', ['x y api.> y.>', 'y z api.> z.>']],
  ['two services of one that imports none', 'i x api.>', ['x y api.a y.a', 'x y api.b y.b']],
  ['a ring of other subjects', 'i x api.>', ['x y get.> y.>', 'y x get.> x.>']],
])('is no circle for the servers: %s', (_what, added, others) => expect(closes(added, ...others)).toBe(false))

test.each<[string, string, string[]]>([
  ['back to the importer', 'x y api.> y.>', ['i x api.>', 'y i api.> i.>']],
  ['to the importer at once', 'i x foo.bar api.>', ['x i api.> i.>']],
  ['two of one that imports on', 'i x api.>', ['x y api.a y.a', 'x y api.b y.b', 'y z api.z z.z']],
  ['a third one gets cut', 'm s api.> x.>', ['s m api.> y.>', 'v s api.>']],
  ['one two steps away gets cut', 'y z api.z z.z', ['i x api.>', 'x y api.a y.a', 'x y api.b y.b']],
])('is one, though no request could go round: %s', (_what, added, others) =>
  expect(closes(added, ...others)).toBe(true),
)

test('who is cut already does not keep others from importing', () => {
  const cut = ['i x api.>', 'x i api.> i.>']
  expect(closes('x z api.z z.z', ...cut)).toBe(false)
})

/** The servers' walk over one order of the imports, as nats-server 2.9.10 has it. */
function serverFinds(one: ServiceImport, all: readonly ServiceImport[]): boolean {
  const visited = new Set([one.importer])
  const walk = (account: string, from: string): boolean => {
    let subject = from
    for (const next of all.filter(({ importer }) => importer === account)) {
      if (!overlap(subject, next.subject)) continue
      if (visited.has(next.exporter)) return true
      visited.add(account)
      if (covers(subject, next.localSubject)) subject = next.localSubject
      if (walk(next.exporter, subject)) return true
    }
    return false
  }
  return walk(one.exporter, one.localSubject)
}
const covers = (wide: string, narrow: string) => wide === narrow || (wide === 'a.>' && narrow.startsWith('a.'))

const account = fc.constantFrom('1', '2', '3', '4')
const subject = fc.constantFrom('a.>', 'a.x', 'a.y', 'b.>', 'b.x')
const edge = fc
  .record({ importer: account, exporter: account, subject, localSubject: subject })
  .filter(({ importer, exporter }) => importer !== exporter)

test('whatever the servers would drop in some order is found', () => {
  fc.assert(
    fc.property(fc.array(edge, { minLength: 1, maxLength: 8 }), ([one, ...others]) => {
      if (!one) return
      if (serverFinds(one, others)) expect(createFindsCircle(others)(one)).toBe(true)
    }),
    { numRuns: 20_000 },
  )
})

test('four times as many that import alike take about four times as long to look at, not sixteen times', async () => {
  const look = (count: number) => {
    const many = Array.from({ length: count }, (_, index) => `i${index} x api.>`)
    return fastestOf(5, () => expect(closes('x y api.a y.a', ...many, 'y z api.z z.z')).toBe(false))
  }
  await look(5000)
  const ratio = (await look(20_000)) / (await look(5000))
  expect(ratio).toBeLessThan(12)
})
