import { lazy, Suspense, useMemo, useRef, useState } from 'react'
import { Skeleton } from '../parts/states.tsx'
import { KeyList } from '../screens/keys/key-list.tsx'
import type { KeysSearch } from '../screens/keys/keys-search.ts'
import { type Place, type Places, PlacesProvider } from '../screens/keys/places.tsx'

const IssueKey = lazy(async () => ({ default: (await import('../screens/keys/issue-key.tsx')).IssueKey }))
const KeyPage = lazy(async () => ({ default: (await import('../screens/keys/key-page.tsx')).KeyPage }))

/** The key screens, one at a time. The address of the page belongs to the product: they do not touch it. */
export function InElement({ gatewayUrl }: { gatewayUrl: string }) {
  const [place, setPlace] = useState<Place>({ kind: 'list' })
  const [search, setSearch] = useState<KeysSearch>({})
  const top = useRef<HTMLDivElement>(null)
  const places = useMemo<Places>(
    () => ({
      // An address makes a link a link; the click never follows it.
      hrefOf: (to) => (to.kind === 'audit' ? undefined : '#'),
      go(to) {
        if (to.kind === 'audit') return
        setPlace(to)
        // As a new page does: the focus goes to its title.
        requestAnimationFrame(() => top.current?.querySelector<HTMLElement>('h1')?.focus({ preventScroll: false }))
      },
      hold: () => undefined,
      gatewayUrl,
    }),
    [gatewayUrl],
  )
  return (
    <PlacesProvider value={places}>
      <div ref={top}>
        <Suspense fallback={<Skeleton lines={8} />}>
          {place.kind === 'issue' ? (
            <IssueKey />
          ) : place.kind === 'key' ? (
            <KeyPage key={place.id} id={place.id} />
          ) : (
            <KeyList search={search} onSearch={setSearch} />
          )}
        </Suspense>
      </div>
    </PlacesProvider>
  )
}
