import type { ErrorComponentProps } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useGateway, useIsConnectionLost } from '../gateway-context.tsx'
import { LoadFailed } from '../parts/states.tsx'

/**
 * A screen that could not be shown at all: its code or its data did not come. When the gateway is back, the page is
 * loaded anew: the files of a newer console have other names.
 */
export function UnexpectedProblem({ error }: ErrorComponentProps) {
  const { connection } = useGateway()
  const lost = useIsConnectionLost()
  useEffect(() => {
    connection.noteFailure(error)
    return connection.subscribe(() => {
      if (!connection.isLost()) location.reload()
    })
  }, [connection, error])
  return <LoadFailed error={error} onRetry={() => !lost && location.reload()} />
}
