import { CodeBlock } from '../../parts/code.tsx'
import { Tabs } from '../../parts/tabs.tsx'
import { useConfig } from '../../session/config.ts'
import type { TextName } from '../../texts/texts.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import styles from './verifiers.module.css'

type Step = { name: TextName; code: string; label: string }

const inside = (url: string): Step[] => [
  { name: 'verifiers.step.key', label: 'quiva', code: `quiva keys issue 'orders service' --scope tokens:introspect` },
  {
    name: 'verifiers.step.protect',
    label: 'Node.js',
    code: `import { createVerifier } from '@quiva/verifier'
import { protect } from '@quiva/verifier/connect'

const verifier = createVerifier({
  url: '${url}',
  apiKey: process.env.QUIVA_API_KEY,
  name: 'orders',
})
app.use(protect(verifier, { scope: 'orders:read' }))`,
  },
]

const beside = (url: string): Step[] => [
  { name: 'verifiers.step.key', label: 'quiva', code: `quiva keys issue edge --scope tokens:introspect` },
  {
    name: 'verifiers.step.edge',
    label: 'quiva-edge',
    code: `export QUIVA_API_KEY=ms-…
QUIVA_URL=${url} TRUST_PROXY=127.0.0.1 npx quiva-edge`,
  },
  {
    name: 'verifiers.step.ask',
    label: 'nginx',
    code: `upstream gateway {
  server 127.0.0.1:8090 max_fails=1 fail_timeout=10s;
  keepalive 32;
}`,
  },
]

/** The first verifier or edge, with the gateway's address filled in (docs/verifier.md, docs/edge.md). */
export function HowToRun() {
  const t = useTexts()
  const { public_url: url } = useConfig()
  return (
    <Tabs
      label={t('verifiers.run')}
      tabs={[
        { value: 'verifier', label: t('verifiers.run.verifier'), content: <Steps of={inside(url)} /> },
        { value: 'edge', label: t('verifiers.run.edge'), content: <Steps of={beside(url)} /> },
      ]}
    />
  )
}

function Steps({ of }: { of: readonly Step[] }) {
  const t = useTexts()
  return (
    <ol className={styles.steps}>
      {of.map(({ name, code, label }) => (
        <li key={name}>
          <p>{t(name)}</p>
          <CodeBlock label={label}>{code}</CodeBlock>
        </li>
      ))}
    </ol>
  )
}
