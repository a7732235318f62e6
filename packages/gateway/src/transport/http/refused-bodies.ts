import type { FastifyRequest } from 'fastify'
import type { CredentialAccess } from '../../access/principal.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { allows, type Limiter } from '../../platform/throttle/limiter.ts'
import { networkOf } from '../../platform/values/ip-addresses.ts'
import type { Server } from './server.ts'

/** Who sent bodies that were too large, too deep, too many-membered, or no JSON. */
export type RefusedBodies = {
  /** Throws `too_many_requests` before anything is read for a sender who has sent too many of them. */
  refuseIfSpent(request: FastifyRequest): Promise<void>
}

declare module 'fastify' {
  interface FastifyInstance {
    refusedBodies: RefusedBodies
  }
}

type Limits = {
  /** Per network: for requests without a credential, beside what else counts there. */
  anonymousLimit: Limiter
  /** Per key, its sessions included, or per session. */
  refusedBodiesLimit: Limiter
}

/**
 * Reading a body and finding that it cannot be one costs us more than its sender: such bodies count, so that nobody
 * sends them without end. What a schema refuses does not count: that is a client with a fault.
 */
export function countRefusedBodies(app: Server, { anonymousLimit, refusedBodiesLimit }: Limits): void {
  app.decorate('refusedBodies', {
    // Without a credential, the gate has asked for operations, and pages say it in their own words.
    async refuseIfSpent({ access }) {
      if (access) await refusedBodiesLimit.refuseIfSpent(senderOf(access))
    },
  })
  app.addHook('onError', async (request, _reply, error) => {
    if (!(error instanceof Refusal) || !error.ofBody) return
    // This one has its own answer; those that follow are refused.
    if (request.access) await allows(refusedBodiesLimit, senderOf(request.access))
    else await allows(anonymousLimit, networkOf(request.clientAddress))
  })
}

function senderOf({ principal }: CredentialAccess): string {
  return principal.apiKeyId ?? principal.credentialId
}
