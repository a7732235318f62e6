import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { LoadFailed, Skeleton } from './states.tsx'

/** The three states of what is loaded: a skeleton, what went wrong, or `children` with the data. */
export function Loaded<Data>({
  query,
  lines,
  children,
}: {
  query: UseQueryResult<Data>
  lines?: number
  children: (data: Data) => ReactNode
}) {
  const { data, error, refetch } = query
  if (data !== undefined) return children(data)
  if (error) return <LoadFailed error={error} onRetry={() => void refetch()} />
  return <Skeleton {...(lines !== undefined && { lines })} />
}
