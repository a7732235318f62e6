import type { MeshNodes } from '@quiva/client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useClient } from '../../gateway-context.tsx'
import { Badge } from '../../parts/badge.tsx'
import { Button } from '../../parts/button.tsx'
import { Callout, type Tone } from '../../parts/callout.tsx'
import { formatTime } from '../../parts/formats.ts'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Facts } from '../../parts/page.tsx'
import { Time } from '../../parts/time.tsx'
import { useMay } from '../../session/me.ts'
import type { TextName } from '../../texts/texts.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import styles from './bus.module.css'
import { PlacementDialog } from './placement-dialog.tsx'

/** Streams move for about a minute. */
const ANEW_MS = 3_000

const looks = {
  unset: { name: 'bus.mesh.unset', tone: undefined },
  stored: { name: 'bus.mesh.stored', tone: 'info' },
  applying: { name: 'bus.mesh.applying', tone: 'info' },
  applied: { name: 'bus.mesh.applied', tone: 'good' },
  failing: { name: 'bus.mesh.failing', tone: 'bad' },
} as const satisfies Record<MeshNodes['state'], { name: TextName; tone: Tone | undefined }>

/** Where the streams of the account shall be, how far they have come, and what is in the way. */
export function MeshNodesCard() {
  const client = useClient()
  const t = useTexts()
  const may = useMay()
  const [changing, setChanging] = useState(false)
  const query = useQuery({
    queryKey: ['bus', 'mesh'],
    queryFn: async ({ signal }) => (await client.GET('/accounts/mesh-nodes', { signal })).data,
    refetchInterval: ({ state: { data } }) =>
      data?.state === 'applying' || data?.state === 'failing' ? ANEW_MS : false,
  })
  return (
    <Card
      title={t('bus.mesh.title')}
      description={t('bus.mesh.text')}
      actions={
        may('updateMeshNodes') &&
        query.data && (
          <Button onClick={() => setChanging(true)}>
            {t(query.data.desired ? 'bus.mesh.change' : 'bus.mesh.set')}
          </Button>
        )
      }
    >
      <Loaded query={query}>{(mesh) => <State of={mesh} />}</Loaded>
      {changing && query.data && <PlacementDialog desired={query.data.desired} onClose={() => setChanging(false)} />}
    </Card>
  )
}

function State({ of }: { of: MeshNodes }) {
  const t = useTexts()
  const { name, tone } = looks[of.state]
  const { total, placed, failing } = of.streams
  const placement = (one: MeshNodes['desired']) =>
    one ? t('bus.mesh.placement', { nodes: one.num_nodes, regions: one.regions.join(', ') }) : t('bus.mesh.nowhere')
  return (
    <>
      {of.state === 'applying' && <Callout>{t('bus.mesh.careful')}</Callout>}
      {of.unseen_since && (
        <Callout tone="warn" title={t('bus.mesh.unseen', { since: formatTime(of.unseen_since) })}>
          {of.reason}
        </Callout>
      )}
      {of.reason && !of.unseen_since && (
        <Callout tone="bad" title={t('bus.mesh.blocked')}>
          {of.reason}
        </Callout>
      )}
      <Facts
        of={[
          [
            t('bus.mesh.state'),
            <span key="state" className={styles.state}>
              <Badge {...(tone && { tone })}>{t(name)}</Badge> {t(`${name}.text`)}
            </span>,
          ],
          [t('bus.mesh.desired'), placement(of.desired)],
          of.desired !== null && [t('bus.mesh.reached'), placement(of.applied)],
          total !== null && [t('bus.mesh.streams'), <Progress key="streams" total={total} placed={placed ?? 0} />],
          of.checked_on !== null && [t('bus.mesh.checked'), <Time key="checked" at={of.checked_on} />],
        ]}
      />
      {failing.length > 0 && (
        <div>
          <h3>{t('bus.mesh.streams.failing')}</h3>
          <ul className={styles.failing}>
            {failing.map((stream) => (
              <li key={stream.name}>
                <span className={styles.name}>{stream.name}</span>: {stream.reason}
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  )
}

function Progress({ total, placed }: { total: number; placed: number }) {
  const t = useTexts()
  const sentence = t('bus.mesh.progress', { placed, total })
  return (
    <span className={styles.state}>
      {total > 0 && <progress className={styles.progress} value={placed} max={total} aria-label={sentence} />}
      {sentence}
    </span>
  )
}
