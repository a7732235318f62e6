import { MESSAGING_SCOPE } from '../../../../gateway/src/access/scope-table.ts'
import { covers } from '../../../../gateway/src/access/scopes.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import { type LimitsDraft, scopesOf } from './drafts.ts'
import styles from './keys.module.css'

/** Whether the key will have creds for the message bus, and if not, why (docs/key-limits.md, "Creds"). */
export function CredsNote({ draft }: { draft: LimitsDraft }) {
  const t = useTexts()
  const scopes = scopesOf(draft)
  const reason = scopes !== null && !covers(new Set(scopes), MESSAGING_SCOPE) ? 'scopes' : undefined
  const why = draft.networks.length > 0 ? 'networks' : reason
  return <p className={styles.quiet}>{t(why ? `keys.issue.creds.${why}` : 'keys.issue.creds.yes')}</p>
}
