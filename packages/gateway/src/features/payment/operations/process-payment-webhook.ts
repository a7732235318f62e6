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

/** Far more than an event has. Nothing of it is looked at before its signature is found to be right. */
const BODY_LIMIT_BYTES = 524_288

/**
 * A scope of its own, since the signature is over the very bytes: here alone the body is read by another parser, which
 * looks at the signature before it looks at the JSON.
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
        // What the parser above has made of the body.
        await payments().webhook.receive(request.body as EventHint)
        return { message: 'The event was received.' }
      },
    })
  })
}
