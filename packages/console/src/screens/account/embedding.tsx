import type { EmbedOrigin } from '@quiva/client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useClient } from '../../gateway-context.tsx'
import { Button } from '../../parts/button.tsx'
import { CodeBlock } from '../../parts/code.tsx'
import { formatDate } from '../../parts/formats.ts'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { useConfig } from '../../session/config.ts'
import { useMay } from '../../session/me.ts'
import { Text, useTexts } from '../../texts/use-texts.tsx'
import styles from './account.module.css'
import { AllowOrigin } from './allow-origin.tsx'
import { RemoveOrigin } from './remove-origin.tsx'

/** On whose pages the key screens may be (docs/embedding.md): the origins, and what to put into a page. */
export function Embedding() {
  const client = useClient()
  const t = useTexts()
  const may = useMay()
  const { public_url: url, features } = useConfig()
  const [removed, setRemoved] = useState<string>()
  const query = useQuery({
    queryKey: ['embed-origins'],
    queryFn: async ({ signal }): Promise<EmbedOrigin[]> =>
      (await client.GET('/accounts/embed-origins', { signal })).data,
  })
  // biome-ignore lint/a11y/useAnchorContent: <Text> gives it its words
  const reference = <a href="/reference#tag/embedding" target="_blank" rel="noreferrer" />
  return (
    <Card title={t('account.embed.title')} description={t('account.embed.text')}>
      <Loaded query={query}>
        {(origins) => (
          <>
            <Origins of={origins} onRemove={may('removeEmbedOrigin', 'account') ? setRemoved : undefined} />
            {may('addEmbedOrigin', 'account') && <AllowOrigin />}
            {origins.length > 0 && (
              <div>
                <p className={styles.above}>{t('account.embed.page')}</p>
                <CodeBlock label={t('account.embed.page.label')}>
                  {`<script type="module" src="${url}/embed/quiva-keys.js"></script>\n<quiva-keys token-url="/token"></quiva-keys>`}
                </CodeBlock>
              </div>
            )}
            <p className={styles.quiet}>
              {t('account.embed.hosted')}{' '}
              {features.reference && <Text name="account.embed.reference" parts={{ 0: reference }} />}
            </p>
          </>
        )}
      </Loaded>
      {removed !== undefined && <RemoveOrigin origin={removed} onClose={() => setRemoved(undefined)} />}
    </Card>
  )
}

function Origins({ of, onRemove }: { of: EmbedOrigin[]; onRemove: ((origin: string) => void) | undefined }) {
  const t = useTexts()
  if (of.length === 0) return <p className={styles.quiet}>{t('account.embed.none')}</p>
  return (
    <ul className={styles.origins} aria-label={t('account.embed.list')}>
      {of.map(({ origin, created_on }) => (
        <li key={origin}>
          <div>
            <bdi className={styles.origin}>{origin}</bdi>
            <div className={styles.quiet}>{t('account.embed.since', { date: formatDate(created_on) })}</div>
          </div>
          {onRemove && (
            <Button size="small" aria-label={t('account.embed.remove-of', { origin })} onClick={() => onRemove(origin)}>
              {t('account.embed.remove')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  )
}
