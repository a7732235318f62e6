import { QuivaError } from '@quiva/client'
import { Link } from '@tanstack/react-router'
import { KeyRound, ShieldAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { useGateway, useSession } from '../../gateway-context.tsx'
import { Button, ButtonLink } from '../../parts/button.tsx'
import { Page } from '../../parts/page.tsx'
import { Empty } from '../../parts/states.tsx'
import { useTexts } from '../../texts/use-texts.tsx'
import styles from './operator.module.css'

/**
 * Around each of the operator's screens. `error` is that of what the screen reads: if only a second factor is missing, it
 * says how to go on. The gateway decides for each request; what is hidden here is refused there.
 */
export function OperatorPage({
  description,
  error,
  children,
}: {
  description: string
  error: unknown
  children: ReactNode
}) {
  const t = useTexts()
  const state = useSession()
  const isOperator = state.kind === 'in' && state.isOperator
  return (
    <Page title={t('operator.title')} description={isOperator && description}>
      {isOperator && (
        <nav aria-label={t('operator.nav')} className={styles.nav}>
          <Link to="/operator" activeOptions={{ exact: true }}>
            {t('operator.nav.health')}
          </Link>
          <Link to="/operator/metrics">{t('operator.nav.metrics')}</Link>
          <Link to="/operator/outbox">{t('operator.nav.outbox')}</Link>
          <Link to="/operator/accounts">{t('operator.nav.accounts')}</Link>
        </nav>
      )}
      {isOperator ? (
        (factorNote(error) ?? children)
      ) : (
        <Empty icon={<ShieldAlert aria-hidden="true" />} title={t('operator.not.title')}>
          {t('operator.not.text')}
        </Empty>
      )}
    </Page>
  )
}

function factorNote(error: unknown): ReactNode {
  if (!(error instanceof QuivaError)) return undefined
  if (error.code === 'operator_factor_missing') return <FactorNote kind="missing" />
  if (error.code === 'operator_factor_required') return <FactorNote kind="required" />
  return undefined
}

function FactorNote({ kind }: { kind: 'missing' | 'required' }) {
  const t = useTexts()
  const { session } = useGateway()
  const action = t(`operator.factor.${kind}.action`)
  return (
    <Empty
      icon={<KeyRound aria-hidden="true" />}
      title={t(`operator.factor.${kind}.title`)}
      actions={
        kind === 'missing' ? (
          <ButtonLink to="/you" look="primary">
            {action}
          </ButtonLink>
        ) : (
          <Button look="primary" onClick={() => void session.signOut()}>
            {action}
          </Button>
        )
      }
    >
      {t(`operator.factor.${kind}.text`)}
    </Empty>
  )
}
