import { type Msg, type NatsConnection, NoRespondersError } from '@nats-io/transport-node'

/**
 * Sends a request that several servers answer, and gives each answer to `take`, until that returns true, `timeoutMs` is
 * over or the connection closes. Resolves with `unanswerable` if no server takes such requests, or if we may not send
 * them.
 */
export async function requestFromAll(
  nats: NatsConnection,
  request: { subject: string; body?: string; timeoutMs: number },
  take: (answer: Msg) => boolean,
): Promise<'complete' | 'incomplete' | 'unanswerable'> {
  try {
    const answers = await nats.requestMany(request.subject, request.body ?? '', {
      strategy: 'timer',
      maxWait: Math.max(1, request.timeoutMs),
    })
    for await (const answer of answers) if (take(answer)) return 'complete'
    return 'incomplete'
  } catch (error) {
    return error instanceof NoRespondersError ? 'unanswerable' : 'incomplete'
  }
}
