import { type Static, Type } from 'typebox'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'

const ConsoleConfig = Type.Object(
  {
    app_name: Type.String({ description: 'APP_NAME', examples: ['gateway.example.com'] }),
    version: Type.String({ description: 'The version of the gateway' }),
    public_url: Type.String({ format: 'uri', description: 'PUBLIC_URL' }),
    features: Type.Object({
      oauth: Type.Boolean({ description: 'Users can sign in through an OpenID provider' }),
      passkeys: Type.Boolean({ description: 'Users can register passkeys and sign in with them' }),
      bus: Type.Boolean({ description: 'There is a message bus (NATS)' }),
      payments: Type.Boolean({ description: 'Plans can be bought' }),
      sign_up: Type.Boolean({ description: 'Not everybody is refused an account: SIGN_UP is not `closed`' }),
      mail_as_files: Type.Boolean({ description: 'Mails go into files on the server, not to their addresses' }),
      reference: Type.Boolean({ description: 'GET /reference shows the API' }),
    }),
  },
  { title: 'ConsoleConfig' },
)

export type ConsoleConfig = Static<typeof ConsoleConfig>

export function getConsoleConfig(app: Server, { consoleConfig }: { consoleConfig: ConsoleConfig }): void {
  app.route({
    method: 'GET',
    url: '/console/config',
    ...operation(
      'getConsoleConfig',
      {
        tags: ['Console'],
        summary: 'What this gateway offers',
        description: 'What a page has to know before anybody has signed in, such as in which ways users can sign in.',
      },
      {},
      dataOf(ConsoleConfig, 'The same for everybody'),
      [401, 429],
    ),
    handler: async () => ({ data: consoleConfig }),
  })
}
