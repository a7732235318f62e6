import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestAccount, createTestOperator, openTestBus } from '../../../test/nats/nats-operator.ts'
import { type NatsServer, startNatsServer } from '../../../test/nats/nats-server.ts'
import { describeWithNatsServer } from '../../../test/nats/with-nats-server.ts'
import type { ExportClaim, ImportClaim } from './account-claims.ts'
import { activationJwt } from './activation.ts'
import type { Bus } from './bus.ts'
import { createKeyPair } from './nkeys.ts'
import { resolveSubjects } from './shares.ts'
import { covers, hasSameWildcards, overlap, problemOf, tokenAt } from './subjects.ts'

const visible = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index))
const token = fc.oneof(
  { arbitrary: fc.constant('*'), weight: 2 },
  { arbitrary: fc.string({ unit: fc.constantFrom(...visible), minLength: 1, maxLength: 5 }), weight: 3 },
  fc.constantFrom('a', 'b', '>'),
)
const subject = fc
  .array(token, { minLength: 1, maxLength: 5 })
  .map((tokens) => tokens.join('.'))
  .filter((text) => problemOf(text) === null)
const share = fc.record({
  subject,
  type: fc.constantFrom('stream' as const, 'service' as const),
  isPrivate: fc.boolean(),
  /** Where a token position may be: the how-manieth wildcard, if any. */
  token: fc.option(fc.nat(2), { nil: null }),
  /** What an importer makes of the wildcards: keeps them, or puts something in their place. */
  fillings: fc.array(fc.constantFrom('*', 'x', 'y'), { minLength: 5, maxLength: 5 }),
  isLocal: fc.boolean(),
})

/** Claims that a server rejects stop everything that an account changes from then on, revocations too. */
describeWithNatsServer('what the rules for exports and imports let in', () => {
  const operator = createTestOperator()
  const exporterPair = createKeyPair('account')
  const importer = createTestAccount()
  const exporter = createTestAccount()
  let server: NatsServer
  let bus: Bus
  beforeAll(async () => {
    server = await startNatsServer({ config: operator.config })
    bus = (await openTestBus(operator, [server.url])).bus
  })
  afterAll(async () => {
    await bus?.close()
    await server?.dispose()
  })

  test('is taken by a nats-server, whatever it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(share, { minLength: 1, maxLength: 6 }), async (shares) => {
        const exports: ExportClaim[] = []
        const imports: ImportClaim[] = []
        for (const [index, one] of shares.entries()) {
          if (exports.some((other) => overlap(other.subject, one.subject))) continue
          const wildcards = one.subject.split('.').flatMap((text, at) => (text === '*' ? [at + 1] : []))
          const tokenPosition = one.token === null ? null : (wildcards[one.token] ?? null)
          const since = one.isPrivate ? 1_790_000_000 : null
          const { type } = one
          exports.push({ name: `e${index}`, subject: one.subject, type, tokenPosition, activationsSince: since })
          imports.push(toImport(one, `i${index}`, tokenPosition, since))
        }
        const taken = imports.filter(
          (one, at) => !imports.slice(0, at).some((o) => overlap(o.localSubject, one.localSubject)),
        )
        const offers = operator.accountJwt(exporter.next({ accountPublicKey: exporterPair.publicKey, exports }))
        expect(await bus.push(exporterPair.publicKey, offers, 3000)).toBe('acknowledged')
        const wants = operator.accountJwt(importer.next({ imports: taken }))
        expect(await bus.push(importer.publicKey, wants, 3000)).toBe('acknowledged')
      }),
      { numRuns: 150 },
    )
  }, 30_000)

  function toImport(
    {
      subject: offered,
      type,
      fillings,
      isLocal,
    }: { subject: string; type: 'stream' | 'service'; fillings: string[]; isLocal: boolean },
    name: string,
    tokenPosition: number | null,
    since: number | null,
  ): ImportClaim {
    const wanted = offered
      .split('.')
      .map((text, at) => (text === '*' && at + 1 !== tokenPosition ? (fillings[at] ?? '*') : text))
      .join('.')
    expect(covers(offered, wanted)).toBe(true)
    if (tokenPosition !== null) expect(tokenAt(wanted, tokenPosition)).toBe('*')
    const plain = resolveSubjects({ subject: wanted, localSubject: null, tokenPosition }, importer.publicKey)
    const local = ['local', ...plain.subject.split('.').filter((text) => text === '*' || text === '>')].join('.')
    expect(hasSameWildcards(plain.subject, local)).toBe(true)
    const grant = { importerKey: importer.publicKey, subject: plain.subject, type, issuedAtSeconds: since ?? 0 }
    return {
      name,
      subject: plain.subject,
      localSubject: isLocal ? local : plain.localSubject,
      type,
      exporterKey: exporterPair.publicKey,
      activation: since === null ? null : activationJwt(grant, exporterPair),
    }
  }
})
