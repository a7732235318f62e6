import type { ReactNode } from 'react'
import { ButtonLink } from '../../parts/button.tsx'
import { CodeBlock } from '../../parts/code.tsx'
import { Card } from '../../parts/page.tsx'
import { useConfig } from '../../session/config.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import styles from './overview.module.css'

/** For an account without a key: from here to the first call, with the address filled in. */
export function FirstSteps() {
  const t = useTexts()
  const { public_url: url, features } = useConfig()
  return (
    <Card title={t('overview.start.title')}>
      <ol className={styles.steps}>
        <Step number={1} name="key">
          <ButtonLink look="primary" to="/keys/issue">
            {t('overview.start.key.action')}
          </ButtonLink>
        </Step>
        <Step number={2} name="call">
          <CodeBlock
            label={t('overview.start.call.label')}
          >{`curl -H 'X-Api-Key: YOUR_KEY' ${url}/accounts/info`}</CodeBlock>
        </Step>
        <Step number={3} name="protect">
          {features.reference && (
            <a href="/reference" target="_blank" rel="noreferrer">
              {t('overview.start.protect.link')}
            </a>
          )}
        </Step>
      </ol>
    </Card>
  )
}

function Step({ number, name, children }: { number: number; name: 'key' | 'call' | 'protect'; children: ReactNode }) {
  const t = useTexts()
  return (
    <li className={styles.step}>
      <span className={styles.number} aria-hidden="true">
        {number}
      </span>
      <div className={styles.stepBody}>
        <h3>{t(`overview.start.${name}.title`)}</h3>
        <p className={styles.stepText}>{t(`overview.start.${name}.text`)}</p>
        {children}
      </div>
    </li>
  )
}
