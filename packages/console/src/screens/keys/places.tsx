import { type ComponentProps, createContext, type MouseEvent, type ReactNode, useContext } from 'react'
import { ButtonAnchor } from '../../parts/button.tsx'
import { BackAnchor } from '../../parts/page.tsx'

/** Where the key screens lead. */
export type Place = { kind: 'list' } | { kind: 'issue' } | { kind: 'key'; id: string } | { kind: 'audit'; key: string }

/**
 * How one gets from screen to screen. The screens know no router, so that they can stand in a page that has another one,
 * or none.
 */
export type Places = {
  /** Undefined where there is no such place. */
  hrefOf(place: Place): string | undefined
  go(place: Place): void
  /** While a secret is shown, one does not leave by accident. */
  hold(on: boolean): void
  /** The address of the gateway, for examples. */
  gatewayUrl: string
}

const PlacesContext = createContext<Places | undefined>(undefined)
export const PlacesProvider = PlacesContext.Provider

export function usePlaces(): Places {
  const places = useContext(PlacesContext)
  if (!places) throw new Error('nobody has said where the key screens are')
  return places
}

/** What an anchor needs to lead there: an address for a new tab, and a step within the page for a plain click. */
function useWay(to: Place): { href: string | undefined; onClick: (event: MouseEvent) => void } {
  const { hrefOf, go } = usePlaces()
  return {
    href: hrefOf(to),
    onClick(event) {
      if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
      event.preventDefault()
      go(to)
    },
  }
}

export function PlaceLink({ to, children }: { to: Place; children: ReactNode }) {
  return <a {...useWay(to)}>{children}</a>
}

export function PlaceButton({ to, ...rest }: { to: Place } & ComponentProps<typeof ButtonAnchor>) {
  return <ButtonAnchor {...rest} {...useWay(to)} />
}

export function PlaceBack({ to, children }: { to: Place; children: ReactNode }) {
  return <BackAnchor {...useWay(to)}>{children}</BackAnchor>
}
