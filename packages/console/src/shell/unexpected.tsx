import type { ErrorComponentProps } from '@tanstack/react-router'
import { LoadFailed } from '../parts/states.tsx'

/** A screen that could not be shown at all: its data or its code did not come. */
export function UnexpectedProblem({ error }: ErrorComponentProps) {
  return <LoadFailed error={error} onRetry={() => location.reload()} />
}
