import { type Client, ConnectionError } from '@quiva/client'
import type { QueryClient } from '@tanstack/react-query'
import { createContext, useContext, useSyncExternalStore } from 'react'
import { createConsoleClient } from './api/client.ts'
import type { Connection } from './api/connection.ts'
import { createQueries } from './api/queries.ts'
import { createSession, type Session, type SessionState } from './session/session.ts'

/** What every screen talks to. */
export type Gateway = { session: Session; client: Client; queries: QueryClient; connection: Connection }

export function createGateway(): Gateway {
  const session = createSession()
  return { session, client: createConsoleClient(session), ...createQueries() }
}

const GatewayContext = createContext<Gateway | undefined>(undefined)
export const GatewayProvider = GatewayContext.Provider

export function useGateway(): Gateway {
  const gateway = useContext(GatewayContext)
  if (!gateway) throw new Error('there is no gateway around this component')
  return gateway
}

export const useClient = (): Client => useGateway().client

export function useSession(): SessionState {
  const { session } = useGateway()
  return useSyncExternalStore(session.subscribe, session.getState)
}

export function useIsConnectionLost(): boolean {
  const { connection } = useGateway()
  return useSyncExternalStore(connection.subscribe, connection.isLost)
}

/** Loads a part of the page that is not needed at first. One that does not come is news of the connection. */
export function useLoadPart() {
  const { connection } = useGateway()
  return <Part,>(load: () => Promise<Part>, onLoaded?: (part: Part) => void): void => {
    load().then(onLoaded, (cause: unknown) =>
      connection.noteFailure(new ConnectionError('no_answer', 'a part of the page did not come', { cause })),
    )
  }
}
