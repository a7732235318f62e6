import { type Static, Type } from 'typebox'
import { dataOf, operation } from '../../../transport/http/operation.ts'
import type { Server } from '../../../transport/http/server.ts'

const ConsoleBranding = Type.Object(
  {
    logo: Type.Optional(Type.String({ description: 'The path of the logo', examples: ['/branding/logo?v=0f9w…'] })),
    logo_dark: Type.Optional(Type.String({ description: 'The path of the logo for dark mode' })),
    logo_has_name: Type.Boolean({ description: 'The logo says the name: pages show no name beside it' }),
    links: Type.Array(Type.Object({ text: Type.String(), url: Type.String({ format: 'uri' }) }), {
      description: 'Links for the foot of pages before the sign-in, such as one to a page for help',
    }),
    texts: Type.Array(Type.Object({ name: Type.String({ examples: ['sign-in.title'] }), text: Type.String() }), {
      description: 'Texts of the console that are replaced',
    }),
  },
  { description: 'Present if BRANDING_DIR is set' },
)

const ConsoleConfig = Type.Object(
  {
    app_name: Type.String({ description: 'APP_NAME', examples: ['gateway.example.com'] }),
    version: Type.String({ description: 'The version of the gateway' }),
    branding: Type.Optional(ConsoleBranding),
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
