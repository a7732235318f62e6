import { createRoute } from '@tanstack/react-router'
import { app, screen } from '../../routes/root.tsx'
import { type MetricsSearch, windowIn } from './metrics-search.ts'

const OUTBOX = ['state', 'kind'] as const
const ACCOUNTS = ['search', 'state', 'sort'] as const

const texts = <Name extends string>(names: readonly Name[], given: Record<string, unknown>) =>
  Object.fromEntries(
    names.flatMap((name) => (given[name] && typeof given[name] === 'string' ? [[name, given[name]]] : [])),
  ) as Partial<Record<Name, string>>

/** The filters, in the address. */
export type OutboxSearch = Partial<Record<(typeof OUTBOX)[number], string>>
export type AccountsSearch = Partial<Record<(typeof ACCOUNTS)[number], string>>

const health = createRoute({
  getParentRoute: () => app,
  path: '/operator',
  component: screen('operator', () => import('./health-screen.tsx'), 'HealthScreen'),
})

const metrics = createRoute({
  getParentRoute: () => app,
  path: '/operator/metrics',
  validateSearch: (given: Record<string, unknown>): MetricsSearch => windowIn(given),
  component: screen('operator', () => import('./metrics-screen.tsx'), 'MetricsScreen'),
})

const outbox = createRoute({
  getParentRoute: () => app,
  path: '/operator/outbox',
  validateSearch: (given: Record<string, unknown>): OutboxSearch => texts(OUTBOX, given),
  component: screen('operator', () => import('./outbox-screen.tsx'), 'OutboxScreen'),
})

const accounts = createRoute({
  getParentRoute: () => app,
  path: '/operator/accounts',
  validateSearch: (given: Record<string, unknown>): AccountsSearch => texts(ACCOUNTS, given),
  component: screen('operator', () => import('./accounts-screen.tsx'), 'AccountsScreen'),
})

export const operatorRoutes = [health, metrics, outbox, accounts] as const
