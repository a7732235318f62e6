import type { CountingFailures } from '../../platform/throttle/counting-failures.ts'
import type { Server } from '../../transport/http/server.ts'
import type { Embedding } from './embedding.ts'
import { addEmbedOrigin } from './operations/add-embed-origin.ts'
import { issueEmbedToken } from './operations/issue-embed-token.ts'
import { listEmbedOrigins } from './operations/list-embed-origins.ts'
import { openEmbedSession } from './operations/open-embed-session.ts'
import { removeEmbedOrigin } from './operations/remove-embed-origin.ts'

type Deps = Embedding & { publicUrl: string; countingFailures: CountingFailures }

export function embeddingRoutes(app: Server, deps: Deps): void {
  listEmbedOrigins(app, deps)
  addEmbedOrigin(app, deps)
  removeEmbedOrigin(app, deps)
  issueEmbedToken(app, deps)
  openEmbedSession(app, { ...deps, ownOrigin: new URL(deps.publicUrl).origin })
}
