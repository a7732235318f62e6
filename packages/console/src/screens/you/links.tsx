import { useQuery } from '@tanstack/react-query'
import { useClient } from '../../gateway-context.tsx'
import { Button } from '../../parts/button.tsx'
import { Under } from '../../parts/data-list.tsx'
import { formatDate } from '../../parts/formats.ts'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { useAct } from '../../shell/use-act.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import styles from './you.module.css'

/** The users of OpenID providers that can sign in as this one; nothing is shown while there is none. */
export function Links() {
  const client = useClient()
  const t = useTexts()
  const query = useQuery({
    queryKey: ['oauth-links'],
    queryFn: async () => (await client.GET('/accounts/oauth-links')).data,
  })
  const remove = useAct((issuer: string) => client.DELETE('/accounts/oauth-link', { body: { issuer } }), {
    reads: ['oauth-links'],
    say: t('you.links.removed'),
  })
  if (query.data?.length === 0) return null
  return (
    <Card title={t('you.links.title')} description={t('you.links.text')} flush>
      <ProblemNote error={remove.problem} />
      <Loaded query={query} lines={1}>
        {(links) => (
          <ul className={styles.list}>
            {links.map(({ issuer, provider, linked_on: since }) => (
              <li key={issuer} className={styles.entry}>
                <div>
                  <div className={styles.entryTitle}>{provider}</div>
                  <Under>
                    {issuer} · {t('you.links.since', { date: formatDate(since) })}
                  </Under>
                </div>
                <Button size="small" disabled={remove.isPending} onClick={() => remove.mutate(issuer)}>
                  {t('you.links.remove')}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Card>
  )
}
