import type { FastifyRequest } from 'fastify'
import type { CredentialAccess } from '../../access/principal.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { allows, type Limiter } from '../../platform/throttle/limiter.ts'
import { networkOf } from '../../platform/values/ip-addresses.ts'
import type { Server } from './server.ts'

/** Counts bodies that were too large, too deep, had too many members, or were no JSON, per sender. */
export type RefusedBodies = {
  /** Throws `too_many_requests`, before anything is read, if the sender has sent too many of them. */
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
 * To read and refuse such a body costs us more than its sender. So they are counted, and nobody can send them without
 * end. A body that a schema refuses does not count: that is only a mistake of a client.
 */
export function countRefusedBodies(app: Server, { anonymousLimit, refusedBodiesLimit }: Limits): void {
  app.decorate('refusedBodies', {
    // Without a credential, the gate has asked for operations; pages ask by themselves, and answer with a page.
    async refuseIfSpent({ access }) {
      if (access) await refusedBodiesLimit.refuseIfSpent(senderOf(access))
    },
  })
  app.addHook('onError', async (request, _reply, error) => {
    if (!(error instanceof Refusal) || !error.ofBody) return
    // This request has its own answer; later ones are refused.
    if (request.access) await allows(refusedBodiesLimit, senderOf(request.access))
    else await allows(anonymousLimit, networkOf(request.clientAddress))
  })
}

function senderOf({ principal }: CredentialAccess): string {
  return principal.apiKeyId ?? principal.credentialId
}
