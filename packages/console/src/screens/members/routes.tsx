import { createRoute } from '@tanstack/react-router'
import { app, screen } from '../../routes/root.tsx'

/** What is in the address, so that a list as it is found can be sent to a colleague. */
export type MembersSearch = { search?: string; sort?: string }

const members = createRoute({
  getParentRoute: () => app,
  path: '/members',
  validateSearch: ({ search, sort }: Record<string, unknown>): MembersSearch => ({
    ...(typeof search === 'string' && search && { search }),
    ...(typeof sort === 'string' && { sort }),
  }),
  component: screen('members', () => import('./members-screen.tsx'), 'MembersScreen'),
})

export const membersRoutes = [members] as const
