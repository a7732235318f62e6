import type { Authenticate } from '../../access/authenticate.ts'
import type { Origin } from '../../platform/audit/audit.ts'
import type { SignedIn } from '../authentication/complete-sign-in.ts'
import type { Refresh, Refreshable } from '../authentication/refresh.ts'

/** How often a token may have been exchanged in turn within the seconds in which an old one is still answered. */
const MOST_HOPS = 3

/**
 * Exchanges the token of a cookie. A slow tab may send a cookie that other tabs have exchanged twice by now: it gets the
 * pair of the first exchange again, whose access token is not honoured any more. It is then led on to the newest pair,
 * so that its cookie, too, replaces no newer one.
 */
export type Renew = (session: Refreshable, origin: Origin) => Promise<SignedIn>

export function createRenew(refresh: Refresh, authenticate: Authenticate): Renew {
  const isHonoured = async ({ pair }: SignedIn) =>
    (await authenticate.find({ type: 'access_token', secret: pair.accessToken })) !== undefined

  return async (session, origin) => {
    let signedIn = await refresh.exchange(session, origin)
    for (let hops = 0; hops < MOST_HOPS && !(await isHonoured(signedIn)); hops += 1)
      signedIn = await refresh.exchange(await refresh.findAlone(signedIn.pair.refreshToken), origin)
    return signedIn
  }
}
