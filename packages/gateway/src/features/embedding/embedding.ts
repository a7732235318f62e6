import type { KnownEmbedOrigins } from '../../access/embed-origins.ts'
import type { Targets } from '../../access/targets.ts'
import type { Database } from '../../platform/database/database.ts'
import type { EndSessions } from '../authentication/end-sessions.ts'
import type { Sessions } from '../authentication/sessions.ts'
import { createIssueEmbedToken } from './issue-token.ts'
import { createOpenEmbedSession } from './open-session.ts'
import { createEmbedOrigins } from './origins.ts'

type Deps = {
  database: Database
  targets: Targets
  endSessions: EndSessions
  prepareSession: Sessions['prepare']
  knownOrigins: Pick<KnownEmbedOrigins, 'added'>
}

export type Embedding = ReturnType<typeof createEmbedding>

/** The key screens on pages of other products (docs/embedding.md). */
export function createEmbedding(deps: Deps) {
  return {
    origins: createEmbedOrigins(deps),
    issueEmbedToken: createIssueEmbedToken(deps),
    openEmbedSession: createOpenEmbedSession(deps),
  }
}
