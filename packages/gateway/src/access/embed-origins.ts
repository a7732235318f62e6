import type { Database } from '../platform/database/database.ts'
import { isOriginAllowed } from './embed-liveness.ts'

/** How long an allowed origin is remembered: a preflight gives no right, and comes with each new page. */
const REMEMBERED_MS = 5000
const MOST_REMEMBERED = 1000

/** Whether any live account lets its key screens be embedded on pages of the origin. */
export type IsEmbedOrigin = (origin: string) => Promise<boolean>

export function createIsEmbedOrigin(database: Database): IsEmbedOrigin {
  const known = new Map<string, { is: Promise<boolean>; until: number }>()

  return (origin) => {
    const now = performance.now()
    const found = known.get(origin)
    if (found && found.until > now) return found.is
    if (known.size >= MOST_REMEMBERED) known.clear()
    const is = isOriginAllowed(database.read, origin)
    known.set(origin, { is, until: now + REMEMBERED_MS })
    // One that is not allowed may be a moment later.
    const forget = () => void known.delete(origin)
    is.then((allowed) => allowed || forget(), forget)
    return is
  }
}
