import { Callout } from '../../parts/callout.tsx'
import { useFeatures } from '../../session/config.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import styles from './account.module.css'

/** What ends with an account, on a gateway with these features. */
export function WhatEnds() {
  const t = useTexts()
  const { bus, payments } = useFeatures()
  const ends = [
    t('account.delete.ends.keys'),
    t('account.delete.ends.sessions'),
    bus && t('account.delete.ends.bus'),
    payments && t('account.delete.ends.plan'),
    t('account.delete.ends.name'),
  ].filter((line) => line !== false)
  return (
    <>
      <Callout tone="warn" title={t('account.delete.ends')}>
        <ul className={styles.list}>
          {ends.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </Callout>
      <p>{t('account.delete.stays')}</p>
    </>
  )
}
