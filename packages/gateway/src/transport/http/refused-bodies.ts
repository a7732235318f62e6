import type { FastifyRequest } from 'fastify'
import type { CredentialAccess } from '../../access/principal.ts'
import { Refusal } from '../../platform/errors/refusal.ts'
import { allows, type Limiter } from '../../platform/throttle/limiter.ts'
import { networkOf } from '../../platform/values/ip-addresses.ts'
import type { Server } from './server.ts'

/** Counts, per sender, the bodies that were too large, too deep, had too many members, or were not JSON. */
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
  /** Per network, for requests without a credential. Other anonymous requests count here, too. */
  anonymousLimit: Limiter
  /** Per key, its sessions included, or per session. */
  refusedBodiesLimit: Limiter
}

/**
 * Reading and refusing such a body costs us more than it costs its sender. So these bodies are counted, and a sender of
 * too many is refused. A body that a schema refuses does not count: that is only a client's mistake.
 */
export function countRefusedBodies(app: Server, { anonymousLimit, refusedBodiesLimit }: Limits): void {
  app.decorate('refusedBodies', {
    // For a request without a credential, the gate has checked the anonymous limit already. Pages do not pass the gate:
    // they check it themselves, and refuse with a page.
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
