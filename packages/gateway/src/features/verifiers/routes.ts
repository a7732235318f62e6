import type { Gate } from '../../transport/http/gate.ts'
import type { Server } from '../../transport/http/server.ts'
import { listHolders } from './operations/list-holders.ts'
import { openVerifier } from './operations/open-verifier.ts'
import type { Verifiers } from './verifiers.ts'

/** For programs that check credentials in their own process. None of it is in the contract. */
export function verifierRoutes(app: Server, verifiers: Verifiers, gate: Pick<Gate, 'judgeNow'>): void {
  openVerifier(app, verifiers, gate)
  listHolders(app, verifiers)
}
