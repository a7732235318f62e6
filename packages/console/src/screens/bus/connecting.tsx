import { ButtonLink } from '../../parts/button.tsx'
import { CodeBlock } from '../../parts/code.tsx'
import { Card } from '../../parts/page.tsx'
import { Tabs } from '../../parts/tabs.tsx'
import { useMe } from '../../session/me.ts'
import { useTexts } from '../../texts/use-texts.tsx'

// The gateway knows the address at which it reaches the servers itself, which need not be that of clients.
const SERVER = 'nats://YOUR_NATS_SERVER:4222'

const COMMAND_LINE = `nats --server ${SERVER} --creds my.creds sub 'ticks.>'`

const CONTEXT = `quiva nats config --creds-file my.creds --server ${SERVER} \\
  > ~/.config/nats/context/quiva.json
nats --context quiva sub 'ticks.>'`

const NODE = `import { readFile } from 'node:fs/promises'
import { connect, credsAuthenticator } from '@nats-io/transport-node'

const nats = await connect({
  servers: '${SERVER}',
  authenticator: credsAuthenticator(await readFile('my.creds')),
})
for await (const message of nats.subscribe('ticks.>')) console.log(message.subject, message.string())`

/** From a key to the first message. */
export function Connecting() {
  const t = useTexts()
  const { role } = useMe()
  return (
    <Card
      title={t('bus.connect.title')}
      description={t('bus.connect.text')}
      actions={<ButtonLink to="/keys">{t('bus.connect.keys')}</ButtonLink>}
    >
      <p>{t(`bus.role.${role}`)}</p>
      <Tabs
        label={t('bus.connect.title')}
        tabs={[
          {
            value: 'nats',
            label: t('bus.connect.nats'),
            content: <CodeBlock label={t('bus.connect.nats')}>{COMMAND_LINE}</CodeBlock>,
          },
          {
            value: 'quiva',
            label: t('bus.connect.quiva'),
            content: <CodeBlock label={t('bus.connect.quiva')}>{CONTEXT}</CodeBlock>,
          },
          {
            value: 'node',
            label: t('bus.connect.node'),
            content: <CodeBlock label={t('bus.connect.node')}>{NODE}</CodeBlock>,
          },
        ]}
      />
      <p>{t('bus.connect.address')}</p>
    </Card>
  )
}
