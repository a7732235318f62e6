import type { Webhook, WebhookDelivery } from '@quiva/client'
import { getRouteApi } from '@tanstack/react-router'
import { Inbox, RefreshCw } from 'lucide-react'
import { useEffect } from 'react'
import { useClient } from '../../gateway-context.tsx'
import { Badge } from '../../parts/badge.tsx'
import { Button } from '../../parts/button.tsx'
import { type Column, DataList, Under } from '../../parts/data-list.tsx'
import { Toolbar } from '../../parts/form.tsx'
import { Card } from '../../parts/page.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { FilterSelect } from '../../parts/select.tsx'
import { Empty, NoMatch, Skeleton } from '../../parts/states.tsx'
import { Time } from '../../parts/time.tsx'
import { useSay } from '../../parts/toast.tsx'
import { type Pages, usePages } from '../../parts/use-pages.ts'
import { useMay } from '../../session/me.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import { Attempt } from './attempt.tsx'
import { useChange } from './use-change.ts'
import { failureOf, sentenceOf } from './webhook.ts'

const route = getRouteApi('/app/webhooks/$id')
const ANY = 'any'

/** The attempts of the last seven days, newest first, and the way to deliver an event once more. */
export function Deliveries({ webhook: { id } }: { webhook: Webhook }) {
  const client = useClient()
  const t = useTexts()
  const may = useMay()
  const say = useSay()
  const navigate = route.useNavigate()
  const { outcome } = route.useSearch()
  const query = { id, ...(outcome && { outcome }) }
  const pages = usePages<WebhookDelivery>(['webhooks', 'deliveries', query], (page, signal) =>
    client.GET('/accounts/webhooks/deliveries', { params: { query: { ...query, ...page } }, signal }),
  )
  const isSearching = useNonEmptyPage(pages)
  const resend = useChange(
    (event_id: string) => client.POST('/accounts/webhooks/resend', { body: { id, event_id } }),
    ({ data }) => (data.delivered ? say(t('webhooks.resend.done')) : say(t('webhooks.resend.failed'), failureOf(data))),
  )
  const columns: Column<WebhookDelivery>[] = [
    {
      id: 'event',
      title: t('webhooks.column.event'),
      width: 'minmax(13rem, 2fr)',
      kind: 'name',
      cell: (delivery) => (
        <>
          {delivery.purpose === 'test' ? t('webhooks.purpose.test') : sentenceOf(delivery.action)}
          <Under>{delivery.purpose === 'test' ? delivery.action : `${delivery.action} · ${delivery.event_id}`}</Under>
        </>
      ),
    },
    {
      id: 'outcome',
      title: t('webhooks.column.outcome'),
      width: 'minmax(11rem, 2fr)',
      cell: (delivery) => (
        <>
          <Badge tone={delivery.delivered ? 'good' : 'bad'}>
            {t(delivery.delivered ? 'webhooks.delivered' : 'webhooks.failed')}
          </Badge>
          <Under>
            <Attempt of={delivery} />
          </Under>
        </>
      ),
    },
    {
      id: 'when',
      title: t('webhooks.column.when'),
      width: 'minmax(8rem, 1fr)',
      cell: (delivery) => (
        <>
          <Time at={delivery.attempted_on} />
          <Under>
            {delivery.purpose === 'resend'
              ? t('webhooks.purpose.resend')
              : t('webhooks.attempt', { attempt: delivery.attempt })}
          </Under>
        </>
      ),
    },
    {
      id: 'acts',
      title: t('webhooks.column.acts'),
      hideTitle: true,
      width: '7rem',
      kind: 'end',
      cell: (delivery) =>
        delivery.purpose !== 'test' &&
        may('resendWebhookEvent') && (
          <Button
            size="small"
            busy={resend.isPending && resend.variables === delivery.event_id}
            onClick={() => resend.mutate(delivery.event_id)}
          >
            {t('webhooks.resend')}
          </Button>
        ),
    },
  ]
  return (
    <Card
      flush
      title={t('webhooks.deliveries.title')}
      description={t('webhooks.deliveries.text')}
      actions={
        <Toolbar>
          <FilterSelect
            label={t('webhooks.column.outcome')}
            value={outcome ?? ANY}
            none={ANY}
            choices={[
              { value: ANY, label: t('webhooks.outcome.any') },
              { value: 'delivered', label: t('webhooks.delivered') },
              { value: 'failed', label: t('webhooks.failed') },
            ]}
            onChange={(next) => void navigate({ search: next === ANY ? {} : { outcome: next }, replace: true })}
          />
          <Button onClick={() => void pages.query.refetch()} busy={pages.query.isRefetching}>
            <RefreshCw aria-hidden="true" />
            {t('webhooks.deliveries.refresh')}
          </Button>
        </Toolbar>
      }
    >
      <ProblemNote error={resend.error} />
      {isSearching ? (
        <Skeleton lines={6} />
      ) : (
        <DataList
          bare
          label={t('webhooks.deliveries.title')}
          pages={pages}
          columns={columns}
          rowKey={(delivery) => delivery.id}
          empty={
            outcome ? (
              <NoMatch onClear={() => void navigate({ search: {} })} />
            ) : (
              <Empty icon={<Inbox aria-hidden="true" />} title={t('webhooks.deliveries.empty.title')}>
                {t('webhooks.deliveries.empty.text')}
              </Empty>
            )
          }
        />
      )}
    </Card>
  )
}

/** With a filter, a page may be empty and yet not the last: then the next ones are read. */
function useNonEmptyPage({ rows, query }: Pages<WebhookDelivery>): boolean {
  const { hasNextPage, isFetching, isError, fetchNextPage } = query
  const isSearching = rows.length === 0 && hasNextPage && !isError
  useEffect(() => {
    if (isSearching && !isFetching) void fetchNextPage()
  }, [isSearching, isFetching, fetchNextPage])
  return isSearching
}
