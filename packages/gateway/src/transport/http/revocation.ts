import type { FastifyReply, FastifyRequest } from 'fastify'
import { isForOperators, type OperationId } from '../../access/policy.ts'
import { type Awaited, collecting, createCollector } from '../../access/revocation/collector.ts'
import type { Confirmations } from '../../access/revocation/confirmations.ts'
import { type Outcome, outcomeOf, waitForAll, whenAllOver } from '../../access/revocation/outcome.ts'
import type { SignReceipt } from '../../access/revocation/receipt.ts'
import { originOf, principalOf } from './gate.ts'
import { EVICTING, type Revocation } from './revocation-schemas.ts'
import type { Server } from './server.ts'

/** The longest that a client may ask to wait, in seconds. */
const LONGEST_WAIT_SECONDS = 30

type Deps = {
  signReceipt: SignReceipt
  confirmations: Pick<Confirmations, 'note'>
  /** How long an answer waits for holders at most, unless the client prefers another time. */
  waitSeconds: number
  onAnswer(outcome: Outcome): void
}

/**
 * Makes operations that evict wait until no holder honours what they took away, and say so in their answers. It wraps
 * the handlers of these operations and of no others, so all other requests pay nothing for it. The wait is after the
 * commit, and holds no row, no connection and no place in a queue.
 */
export function useRevocation(app: Server, deps: Deps): void {
  app.addHook('onRoute', (route) => {
    const operation = route.config?.operation
    if (operation === undefined || !EVICTING.has(operation)) return
    const { handler } = route
    route.handler = async function waitForHolders(request, reply) {
      const collector = createCollector()
      // A refusal needs no wait: it says nothing about what is revoked.
      const answer: unknown = await collecting(collector, () => handler.call(this, request, reply))
      const awaited = collector.close()
      if (awaited.length === 0) return answer
      return answerWith(answer, await revocationOf(request, reply, operation, awaited), reply)
    }
  })

  async function revocationOf(
    request: FastifyRequest,
    reply: FastifyReply,
    operation: OperationId,
    awaited: readonly Awaited[],
  ): Promise<Revocation> {
    const barriers = awaited.map(({ barrier }) => barrier)
    const accountId = concerned(request, operation, awaited)
    const preferred = preferredWait(request.headers.prefer)
    if (preferred !== undefined) reply.header('preference-applied', `wait=${preferred}`)
    await waitForAll(barriers, (preferred ?? deps.waitSeconds) * 1000)
    const outcome = outcomeOf(barriers, accountId)
    deps.onAnswer(outcome)
    noteOutcome(request, operation, accountId, barriers, outcome)
    const { confirmed, by, holders, tookMs } = outcome
    const tags = [...new Set(awaited.flatMap((one) => one.tags))]
    return {
      confirmed,
      holders: holders.length,
      took_ms: tookMs,
      ...(by !== undefined && { by: new Date(by).toISOString() }),
      ...(wantsReceipt(request) && {
        receipt: await deps.signReceipt({ operation, requestId: request.id, accountId, tags, outcome }),
      }),
    }
  }

  /** For the account's log: with one holder, which is this gateway, the event of the change says all there is. */
  function noteOutcome(
    request: FastifyRequest,
    operation: OperationId,
    accountId: string | null,
    barriers: readonly Awaited['barrier'][],
    answered: Outcome,
  ): void {
    if (request.access === null || (answered.confirmed && answered.holders.length === 1)) return
    const actor = principalOf(request)
    const origin = originOf(request)
    whenAllOver(barriers, () => {
      const { holders, tookMs } = outcomeOf(barriers, accountId)
      const details = { operation, holders: holders.length, took_ms: tookMs, in_answer: answered.confirmed }
      deps.confirmations.note({ action: 'revocation.confirmed', accountId, actor, origin, details })
    })
  }
}

/** The account whose holders are counted and whose log is told: the caller's, or the one that an operator suspends. */
function concerned({ access }: FastifyRequest, operation: OperationId, awaited: readonly Awaited[]): string | null {
  if (isForOperators(operation)) return awaited[0]?.tags[0] ?? null
  return access?.principal.accountId ?? null
}

function wantsReceipt({ query }: FastifyRequest): boolean {
  return typeof query === 'object' && query !== null && 'receipt' in query && query.receipt === true
}

/** Beside the members of an object. A list has no place for it: it goes into a header (RFC 9651). */
function answerWith(answer: unknown, revocation: Revocation, reply: FastifyReply): unknown {
  if (typeof answer === 'object' && answer !== null && !Array.isArray(answer) && answer !== reply)
    return { ...answer, revocation }
  reply.header('quiva-revocation', structured(revocation))
  return answer
}

/** `?1;holders=3;took-ms=4.2`: a Boolean with parameters. */
function structured({ confirmed, holders, took_ms, by }: Revocation): string {
  return `${confirmed ? '?1' : '?0'};holders=${holders};took-ms=${took_ms}${by === undefined ? '' : `;by="${by}"`}`
}

/** Preferences are short; whoever sends more prefers nothing. */
const LONGEST_PREFER = 200

/** The wait that the client prefers, in seconds (RFC 7240, §4.3); the first one counts, and nonsense is ignored. */
export function preferredWait(header: string | string[] | undefined): number | undefined {
  const given = [header ?? []].flat().join(',')
  if (given.length > LONGEST_PREFER) return undefined
  // A comma within quotes separates nothing.
  const text = given.replaceAll(/"((?:[^"\\]|\\.)*)"/g, (_quoted, inner: string) => (/^\w+$/.test(inner) ? inner : 'x'))
  for (const preference of text.split(',')) {
    const [first = ''] = preference.split(';', 1)
    const [name = '', seconds = '', ...more] = first.split('=').map((part) => part.trim())
    if (name.toLowerCase() !== 'wait' || more.length > 0) continue
    return /^\d{1,9}$/.test(seconds) ? Math.min(Number(seconds), LONGEST_WAIT_SECONDS) : undefined
  }
  return undefined
}
