import { MessageResponse, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'
import type { ConsoleDeps } from '../routes.ts'
import { OWN_PAGES_ONLY } from '../schemas.ts'

type Deps = Pick<ConsoleDeps, 'forOwnPages' | 'browserSession'>

export function endConsoleSession(app: Server, { forOwnPages, browserSession }: Deps): void {
  app.route({
    method: 'DELETE',
    url: '/console/session',
    ...forOwnPages(
      operation(
        'endConsoleSession',
        {
          tags: ['Console'],
          summary: 'Sign out of the console',
          description: `Ends the session of the browser and deletes its cookie. It is no error if there is no session, or it has ended. ${OWN_PAGES_ONLY}`,
        },
        {},
        MessageResponse,
        [401, 403, 429],
      ),
    ),
    handler: async (request, reply) => {
      await browserSession.end(request, reply)
      return { message: 'You are signed out.' }
    },
  })
}
