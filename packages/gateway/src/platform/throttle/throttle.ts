import type { Config } from '../config/config.ts'
import type { Database } from '../database/database.ts'
import { createLimiter, type Limit, type Limiter } from './limiter.ts'
import { type LimiterName, type QuotaSetting, quotas, type TriesName } from './quotas.ts'
import { createSignInThrottle, type SignInThrottle } from './sign-in-throttle.ts'
import { createTries, type Tries } from './tries.ts'

/** The counters of each quota. Everybody who asks for a name gets the same counters. */
export type Throttle = {
  limiter(name: Exclude<LimiterName, 'credential'>): Limiter
  /** Undefined unless RATE_LIMIT_PER_CREDENTIAL_PER_SECOND is set. */
  credentialLimit: Limiter | undefined
  tries(name: TriesName): Tries
  /** Sign-ins and sign-ups have counters of their own. */
  signInThrottle(name: 'sign-in' | 'sign-up'): SignInThrottle
}

export function createThrottle(config: Pick<Config, QuotaSetting>, database: Database): Throttle {
  const shared = (name: LimiterName | TriesName) => (quotas[name].by === 'all gateways' ? database : undefined)

  function limitOf(name: LimiterName | TriesName, quota: number): Limit {
    return { name, quota, windowSeconds: quotas[name].windowSeconds }
  }

  const limiter = once((name: Exclude<LimiterName, 'credential'>) => {
    const { quota } = quotas[name]
    return createLimiter(limitOf(name, typeof quota === 'number' ? quota : config[quota]), shared(name))
  })
  const tries = once((name: TriesName) => createTries(limitOf(name, quotas[name].quota), shared(name)))
  const perCredential = config[quotas.credential.quota]

  return {
    limiter,
    credentialLimit:
      perCredential === undefined
        ? undefined
        : createLimiter(limitOf('credential', perCredential), shared('credential')),
    tries,
    signInThrottle: once((name) => createSignInThrottle(tries(name), tries(`${name}-anywhere`))),
  }
}

/** Makes the counters of a name at the first call, and returns the same ones later. */
function once<Name, Made>(open: (name: Name) => Made): (name: Name) => Made {
  const opened = new Map<Name, Made>()
  return (name) => {
    const made = opened.get(name) ?? open(name)
    opened.set(name, made)
    return made
  }
}
