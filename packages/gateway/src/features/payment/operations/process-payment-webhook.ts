import type { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { CountingFailures } from '../../../platform/throttle/counting-failures.ts'
import { MessageResponse, operation } from '../../../transport/http/operation.ts'
import { readBody } from '../../../transport/http/read-body.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { ConfiguredPayments } from '../payments.ts'
import type { EventHint } from '../webhook.ts'

const StripeEvent = Type.Object({}, { description: "Stripe's event object" })

/** Far more than an event needs. The event is not parsed before its signature is verified. */
const BODY_LIMIT_BYTES = 524_288

/**
 * The operation has a scope of its own, since the signature covers the exact bytes of the body: only here, another
 * parser reads the body, and verifies the signature before it parses the JSON.
 */
export function processPaymentWebhook(
  app: Server,
  payments: ConfiguredPayments,
  countingFailures: CountingFailures,
): void {
  app.register(async (scope) => {
    scope.removeContentTypeParser('application/json')
    scope.addContentTypeParser('application/json', async (request: FastifyRequest, payload: Readable) => {
      const body = await readBody(request, payload)
      const { 'stripe-signature': signature } = request.headers
      return countingFailures(request.clientAddress, () => payments().webhook.verify(body, [signature].flat()[0]))
    })

    scope.route({
      method: 'POST',
      url: '/accounts/payment/webhook',
      bodyLimit: BODY_LIMIT_BYTES,
      ...operation(
        'processPaymentWebhook',
        {
          tags: ['Payment'],
          summary: 'Process payment webhook',
          description:
            'For Stripe: accepts an event that is signed in the header Stripe-Signature, stores it, and answers before it acts on it. If the event was received before, the answer is the same.',
        },
        { body: StripeEvent },
        MessageResponse,
        [400, 413, 429, 503],
      ),
      handler: async (request) => {
        // The parser above has turned the body into an EventHint.
        await payments().webhook.receive(request.body as EventHint)
        return { message: 'The event was received.' }
      },
    })
  })
}
