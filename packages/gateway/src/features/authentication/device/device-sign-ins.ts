import type { Database } from '../../../platform/database/database.ts'
import type { Locate } from '../../../platform/geo/locate.ts'
import type { Throttle } from '../../../platform/throttle/throttle.ts'
import type { FindCandidate } from '../candidate.ts'
import type { CompleteSignIn } from '../complete-sign-in.ts'
import type { RefuseSignIn } from '../refuse-sign-in.ts'
import { createDecideDeviceSignIn, type DecideDeviceSignIn } from './decide.ts'
import { createFetchDeviceTokens, type FetchDeviceTokens } from './fetch-tokens.ts'
import { createRequestDeviceSignIn, type RequestDeviceSignIn } from './request-sign-in.ts'

/**
 * Signs in a device on which nobody can or wants to prove who they are: a user approves it in a session of theirs, in a
 * browser (RFC 8628, docs/device-sign-in.md).
 */
export type DeviceSignIns = DecideDeviceSignIn & { request: RequestDeviceSignIn; fetchTokens: FetchDeviceTokens }

type Deps = {
  database: Database
  throttle: Throttle
  hashKey: Buffer
  locate: Locate
  findCandidate: FindCandidate
  completeSignIn: CompleteSignIn
  refuseSignIn: RefuseSignIn
}

export function createDeviceSignIns(deps: Deps): DeviceSignIns {
  const { throttle } = deps
  return {
    request: createRequestDeviceSignIn(deps),
    fetchTokens: createFetchDeviceTokens(deps),
    ...createDecideDeviceSignIn({
      ...deps,
      codesOfUser: throttle.tries('device-code-user'),
      codesFromNetwork: throttle.tries('device-code'),
    }),
  }
}
