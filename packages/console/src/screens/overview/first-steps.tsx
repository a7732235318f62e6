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
        <li className={styles.step}>
          <span className={styles.number} aria-hidden="true">
            1
          </span>
          <div className={styles.stepBody}>
            <h3>{t('overview.start.key.title')}</h3>
            <p className={styles.stepText}>{t('overview.start.key.text')}</p>
            <ButtonLink look="primary" to="/keys/issue">
              {t('overview.start.key.action')}
            </ButtonLink>
          </div>
        </li>
        <li className={styles.step}>
          <span className={styles.number} aria-hidden="true">
            2
          </span>
          <div className={styles.stepBody}>
            <h3>{t('overview.start.call.title')}</h3>
            <p className={styles.stepText}>{t('overview.start.call.text')}</p>
            <CodeBlock
              label={t('overview.start.call.label')}
            >{`curl -H 'X-Api-Key: YOUR_KEY' ${url}/accounts/info`}</CodeBlock>
          </div>
        </li>
        <li className={styles.step}>
          <span className={styles.number} aria-hidden="true">
            3
          </span>
          <div className={styles.stepBody}>
            <h3>{t('overview.start.protect.title')}</h3>
            <p className={styles.stepText}>{t('overview.start.protect.text')}</p>
            {features.reference && (
              <a href="/reference" target="_blank" rel="noreferrer">
                {t('overview.start.protect.link')}
              </a>
            )}
          </div>
        </li>
      </ol>
    </Card>
  )
}
